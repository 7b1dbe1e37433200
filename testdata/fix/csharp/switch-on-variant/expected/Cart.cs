using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        Menu();
        Badge();
        Done();
    }

    public int Limit(Context user) => 2;
}
