using Microsoft.FeatureManagement;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFeatureManagement();
var app = builder.Build();
var features = app.Services.GetRequiredService<IFeatureManager>();

var useMap = await features.IsEnabledAsync("QuayMap");
if (useMap)
{
    app.MapGet("/quays", () => Results.Ok(Quays.OnMap()));
}
else
{
    app.MapGet("/quays", () => Results.Ok(Quays.Listed()));
}

app.Run();
