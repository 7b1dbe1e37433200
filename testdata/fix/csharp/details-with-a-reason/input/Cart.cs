using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        var detail = _client.BoolVariationDetail("beta", user, false);
        Log(detail.Reason);
        if (detail.Value)
        {
            Render();
        }
    }
}
