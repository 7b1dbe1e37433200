namespace Shop;

public enum Page
{
    Home,
    NewCart,
}

public static class Pages
{
    public static string Url(Page page) => page switch
    {
        Page.NewCart => "/cart",
        _ => "/",
    };
}
