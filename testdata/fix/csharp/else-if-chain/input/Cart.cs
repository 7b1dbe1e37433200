using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user, int kind)
    {
        if (kind == 1)
        {
            First();
        }
        else if (_client.BoolVariation("beta", user, false))
        {
            Second();
        }
        else
        {
            Third();
        }

        if (_client.BoolVariation("beta", user, false))
            First();
        else if (kind == 2)
            Second();
    }
}
