using Microsoft.FeatureManagement;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFeatureManagement();
var app = builder.Build();

app.MapGet("/quays", () => Results.Ok(Quays.OnMap()));

app.Run();
