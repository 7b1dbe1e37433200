using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public bool Show(Context user)
    {
        return true;
    }

    public bool Old(Context user) => _client.BoolVariation(Flags.OldCart, user, false);
}
