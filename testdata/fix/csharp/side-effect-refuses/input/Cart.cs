using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user, int count)
    {
        if (Save(user) && _client.BoolVariation("beta", user, false))
        {
            Render();
        }
    }
}
