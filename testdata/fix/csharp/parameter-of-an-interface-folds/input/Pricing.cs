namespace Shop;

public interface IPricing
{
    decimal Total(Basket basket, bool rounded);
}

public class Pricing : IPricing
{
    public decimal Total(Basket basket, bool rounded)
    {
        if (!rounded)
        {
            return basket.Sum;
        }

        return Math.Round(basket.Sum);
    }
}
