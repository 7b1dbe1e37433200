using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;
    private readonly IPricing _pricing;

    public decimal Show(Context user, Basket basket)
    {
        return _pricing.Total(basket);
    }
}
