using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public string Show(Context user)
    {
        return Render(user);
    }

    public int Count(Context user)
    {
        return Items(user).Count;
    }

    private List<Item> Items(Context user) => new();
}
