using LaunchDarkly.Sdk.Server;

namespace Shop;

public partial class Cart
{
    private readonly LdClient _client;
}
