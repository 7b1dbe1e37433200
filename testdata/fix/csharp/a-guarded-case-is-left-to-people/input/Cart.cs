using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public int Limit(Context user, bool admin) => _client.StringVariation("plan", user, "free") switch
    {
        "pro" when admin => 2,
        "pro" => 1,
        _ => 0,
    };
}
