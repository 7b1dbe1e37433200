using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show(User user)
    {
        var enabled = await _features.IsEnabledAsync("beta").ConfigureAwait(false);
        if (enabled && user.IsActive)
        {
            await Render(user);
        }

        var items = Items().Where(item => !enabled || item.Visible).ToList();
        return enabled ? "new" : "old";
    }
}
