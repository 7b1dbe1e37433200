using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    private bool IsBeta => _client.BoolVariation("beta", _user, false);

    public string Show()
    {
        if (!IsBeta)
        {
            return "old";
        }
        return this.IsBeta ? "new" : "old";
    }
}
