using Microsoft.FeatureManagement;
using NSubstitute;

namespace Shop.Tests;

public class CartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ShowsTheCart(bool on)
    {
        var features = Substitute.For<IFeatureManager>();
        features.IsEnabledAsync("beta").Returns(on);
        Assert.Equal(on ? "new" : "old", await new Cart(features).Show(1));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Counts(bool on, int count)
    {
        var features = Substitute.For<IFeatureManager>();
        features.IsEnabledAsync("beta").Returns(on);
        Assert.NotEmpty(await new Cart(features).Show(count));
    }
}
