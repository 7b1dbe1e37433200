using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public int Total(Context user, List<Item> items)
    {
        // the new sums
        Log("new");
        return Sum(items);
    }

    public string Label(Context user) => "New";

    public void Show(Context user)
    {
        var text = "short";
        Print(text);
    }
}
