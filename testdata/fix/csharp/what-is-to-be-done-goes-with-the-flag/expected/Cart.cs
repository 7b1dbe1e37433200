using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public string Show(Context user)
    {
        // TODO: make this faster
        // for large carts.

        return "old";
    }
}
