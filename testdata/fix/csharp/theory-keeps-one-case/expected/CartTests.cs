using Microsoft.FeatureManagement;
using NSubstitute;

namespace Shop.Tests;

public class CartTests
{
    [Fact]
    public async Task ShowsTheCart()
    {
        var features = Substitute.For<IFeatureManager>();
        Assert.Equal("new", await new Cart(features).Show(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Counts(int count)
    {
        var features = Substitute.For<IFeatureManager>();
        Assert.NotEmpty(await new Cart(features).Show(count));
    }
}
