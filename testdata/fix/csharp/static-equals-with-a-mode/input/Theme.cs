using System;
using OpenFeature;

public class Theme
{
    private readonly IFeatureClient _client;

    public Theme(IFeatureClient client) => _client = client;

    public async Task<int> Width()
    {
        var theme = await _client.GetStringValueAsync("theme", "light");
        if (theme == "light" || string.Equals(theme, "White", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }
        return 2;
    }
}
