using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public string Show(Context user)
    {
        if (_client.BoolVariation("beta", MakeUser(out var name), false))
        {
            return name;
        }
        return "old";
    }
}
