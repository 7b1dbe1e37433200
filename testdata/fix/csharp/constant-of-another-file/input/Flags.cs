namespace Shop;

public static class Flags
{
    public const string OldCart = "old-cart";

    /// <summary>The new cart.</summary>
    public const string NewCart = "new-cart";
}
