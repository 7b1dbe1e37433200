using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public bool Show(Context user)
    {
        if (!_client.BoolVariation(Flags.NewCart, user, false))
        {
            return false;
        }

        return true;
    }

    public bool Old(Context user) => _client.BoolVariation(Flags.OldCart, user, false);
}
