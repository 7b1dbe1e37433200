using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user, Order order, string kind)
    {
        if (order is not null)
        {
            New();
        }
        if (order is null)
        {
            Empty();
        }
        if (kind is "a" or "b" && order is not null)
        {
            Special();
        }
        var text = user is not null && order is { Count: > 0 } ? "new" : "old";
        Print(text);
    }
}
