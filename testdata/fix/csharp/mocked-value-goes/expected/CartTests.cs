using Microsoft.FeatureManagement;
using NSubstitute;

namespace Shop.Tests;

public class CartTests
{
    [Fact]
    public void ShowsTheNewCart()
    {
        var features = Substitute.For<IFeatureManager>();
        Assert.Equal("new", new Cart(features).Show());
    }
}
