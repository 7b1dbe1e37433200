using Microsoft.FeatureManagement;

public class Startup
{
    public void Configure(IApplicationBuilder app, IFeatureManager features)
    {
        app.UseMiddlewareForFeature<NightMiddleware>("NightFerry");
        if (features.IsEnabledAsync("NightFerry").Result)
        {
            app.UseRouting();
        }
    }
}
