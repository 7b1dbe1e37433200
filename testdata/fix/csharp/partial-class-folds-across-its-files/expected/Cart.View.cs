namespace Shop;

public partial class Cart
{
    public string Show(Context user)
    {
        return "new";
    }
}
