using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user, Order order, string kind)
    {
        if (order is not null && !_client.BoolVariation("beta", user, false))
        {
            Old();
        }
        if (order is not null && _client.BoolVariation("beta", user, false))
        {
            New();
        }
        if (order is null || !_client.BoolVariation("beta", user, false))
        {
            Empty();
        }
        if (kind is "a" or "b" && _client.BoolVariation("beta", user, false) && order is not null)
        {
            Special();
        }
        var text = user is not null && order is { Count: > 0 } && _client.BoolVariation("beta", user, false) ? "new" : "old";
        Print(text);
    }
}
