using Microsoft.FeatureManagement;

namespace Shop;

public class Cart
{
    private readonly IFeatureManager _features;

    public async Task<string> Show(User user)
    {
        if (user.IsActive)
        {
            await Render(user);
        }

        var items = Items().Where(item => item.Visible).ToList();
        return "new";
    }
}
