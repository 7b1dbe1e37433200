namespace Shop;

public interface IPricing
{
    decimal Total(Basket basket);
}

public class Pricing : IPricing
{
    public decimal Total(Basket basket)
    {
        return Math.Round(basket.Sum);
    }
}
