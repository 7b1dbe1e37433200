using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show()
    {
        if (await _features.IsEnabledAsync("beta"))
        {
            return "new";
        }
        return "old";
    }
}
