using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;
    private readonly IPricing _pricing;

    public decimal Show(Context user, Basket basket)
    {
        var rounded = _client.BoolVariation("beta", user, false);
        return _pricing.Total(basket, rounded: rounded);
    }
}
