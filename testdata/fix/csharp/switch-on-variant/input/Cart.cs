using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        switch (_client.StringVariation("plan", user, "free"))
        {
            case "free":
                Upsell();
                break;
            case "pro":
            case "max":
                Menu();
                Badge();
                break;
            default:
                Warn();
                break;
        }
        Done();
    }

    public int Limit(Context user) => _client.StringVariation("plan", user, "free") switch
    {
        "free" => 1,
        "pro" or "max" => 2,
        _ => 3,
    };
}
