using LaunchDarkly.Sdk.Server;
using Shop.Discounts;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;
    private readonly ICoupons _coupons;
    private readonly IVouchers _vouchers;

    public Cart(LdClient client, ICoupons coupons, IVouchers vouchers)
    {
        _client = client;
        _coupons = coupons;
        _vouchers = vouchers;
    }

    public decimal Total(Context user, List<Item> items)
    {
        if (_client.BoolVariation("new-cart", user, false))
        {
            return Sum(items);
        }
        return _coupons.Apply(_vouchers.Apply(Sum(items)));
    }

    private decimal Sum(List<Item> items)
    {
        // What _coupons gave is in the price.
        var sum = 0m;
        foreach (var item in items)
        {
            if (item.IsCounted && !item.IsFree)
            {
                sum += item.Price * item.Count + item.Shipping;
            }
        }
        return sum;
    }

    public string Title(List<Item> items)
    {
        var names = new List<string>();
        foreach (var item in items)
        {
            if (item.IsCounted && !item.IsFree)
            {
                names.Add($"{item.Name}, {_vouchers.Of(item)}");
            }
        }
        return string.Join("; ", names);
    }
}
