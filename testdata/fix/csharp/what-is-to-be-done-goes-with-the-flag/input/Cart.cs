using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private const string NewCart = "new-cart";

    private readonly LdClient _client;

    public string Show(Context user)
    {
        // TODO: remove NewCart when it is out
        // and keep the call below.
        if (_client.BoolVariation(NewCart, user, false))
        {
            return "new";
        }

        // TODO: make this faster
        // for large carts.
        if (_client.BoolVariation(NewCart, user, false))
        {
            return "newer";
        }

        return "old";
    }
}
