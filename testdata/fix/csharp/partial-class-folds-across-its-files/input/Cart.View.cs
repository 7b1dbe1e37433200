namespace Shop;

public partial class Cart
{
    public string Show(Context user)
    {
        if (UsesBeta(user))
        {
            return "new";
        }
        return "old";
    }
}
