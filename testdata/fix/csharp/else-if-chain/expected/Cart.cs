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
        else
        {
            Third();
        }

        if (kind == 2)
            Second();
    }
}
