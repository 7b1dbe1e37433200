namespace Shop;

public static class Flags
{
    public const string OldCart = "old-cart";
}
