namespace Shop;

public static class Flags
{
    public const string NewCart = "new-cart";
    public const string OldCart = "old-cart";
}
