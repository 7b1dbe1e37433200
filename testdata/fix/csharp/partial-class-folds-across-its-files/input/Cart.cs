using LaunchDarkly.Sdk.Server;

namespace Shop;

public partial class Cart
{
    private readonly LdClient _client;

    private bool UsesBeta(Context user) => _client.BoolVariation("beta", user, false);
}
