using System;
using OpenFeature;

public class Theme
{
    private readonly IFeatureClient _client;

    public Theme(IFeatureClient client) => _client = client;

    public async Task<int> Width()
    {
        return 2;
    }
}
