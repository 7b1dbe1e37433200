using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public string Label(Context user)
    {
        var label = _client.BoolVariation("beta", user, false) ? "new" : null;
        return label ?? "plain";
    }
}
