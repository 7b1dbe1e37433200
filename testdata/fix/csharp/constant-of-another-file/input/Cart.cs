using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        if (_client.BoolVariation(Flags.NewCart, user, false))
        {
            Render();
        }
    }
}
