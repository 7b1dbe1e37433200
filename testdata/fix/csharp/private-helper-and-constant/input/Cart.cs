using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private const string NewCart = "new-cart";

    private readonly LdClient _client;

    public string Show(Context user)
    {
        if (!UsesNewCart(user))
        {
            return "old";
        }

        return Render(user);
    }

    public int Count(Context user)
    {
        return UsesNewCart(user) ? Items(user).Count : 0;
    }

    private bool UsesNewCart(Context user) => _client.BoolVariation(NewCart, user, false);

    private List<Item> Items(Context user) => new();
}
