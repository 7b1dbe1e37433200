using Microsoft.FeatureManagement;
using NSubstitute;

namespace Shop.Tests;

public class CartTests
{
    [Fact]
    public void ShowsTheNewCart()
    {
        var features = Substitute.For<IFeatureManager>();
        features.IsEnabledAsync("beta").Returns(true);
        Assert.Equal("new", new Cart(features).Show());
    }

    [Fact]
    public void ShowsTheOldCart()
    {
        var features = Substitute.For<IFeatureManager>();
        features.IsEnabledAsync("beta").Returns(false);
        Assert.Equal("old", new Cart(features).Show());
    }
}
