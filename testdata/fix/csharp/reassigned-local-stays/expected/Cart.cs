using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public bool Show(Context user, bool force)
    {
        bool enabled = true;
        enabled |= force;
        return enabled;
    }

    public string Title(Context user, bool force)
    {
        var enabled = true;
        if (force)
        {
            enabled = true;
        }
        return enabled ? "new" : "old";
    }

    public Banner Make(Context user)
    {
        return new Banner { Wide = true, Tall = false };
    }
}
