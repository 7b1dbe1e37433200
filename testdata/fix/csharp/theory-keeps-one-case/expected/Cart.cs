using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show(int count)
    {
        return "new";
    }
}
