using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show(CancellationToken token)
    {

        #pragma warning disable CA2016 // it takes no token
        var old = await _features.IsEnabledAsync("beta");
        #pragma warning restore CA2016
        if (old)
        {
            return "old";
        }

        #pragma warning disable CA1031
        var text = Text();
        #pragma warning restore CA1031
        return text;
    }
}
