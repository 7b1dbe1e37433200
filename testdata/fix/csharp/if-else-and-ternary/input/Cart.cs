using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public int Total(Context user, List<Item> items)
    {
        // the new sums
        if (_client.BoolVariation("beta", user, false))
        {
            Log("new");
            return Sum(items);
        }
        else
        {
            Log("old");
        }

        return OldSum(items);
    }

    public string Label(Context user) => _client.BoolVariation("beta", user, false) ? "New" : "Old";

    public void Show(Context user)
    {
        if (!_client.BoolVariation("beta", user, false))
            Warn();

        var text = _client.BoolVariation("beta", user, false)
            ? "short"
            : "long";
        Print(text);
    }
}
