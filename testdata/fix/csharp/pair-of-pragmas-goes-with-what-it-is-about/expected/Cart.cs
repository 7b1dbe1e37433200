using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show(CancellationToken token)
    {

        #pragma warning disable CA1031
        var text = Text();
        #pragma warning restore CA1031
        return text;
    }
}
