using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public bool Show(Context user, bool force)
    {
        bool enabled = _client.BoolVariation("beta", user, false);
        enabled |= force;
        return enabled;
    }

    public string Title(Context user, bool force)
    {
        var enabled = _client.BoolVariation("beta", user, false);
        if (force)
        {
            enabled = true;
        }
        return enabled ? "new" : "old";
    }

    public Banner Make(Context user)
    {
        var Wide = _client.BoolVariation("beta", user, false);
        return new Banner { Wide = Wide, Tall = false };
    }
}
