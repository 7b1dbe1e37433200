using LaunchDarkly.Sdk.Server;

namespace Shop;

public partial class Cart
{
    private static readonly LdClient Client = Clients.Get();
    private readonly bool _beta = Client.BoolVariation("beta", Users.Nobody, false);

    public string Show() => _beta ? "new" : "old";
}
