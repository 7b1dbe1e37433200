using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly ILog _log;

    public Cart(LdClient client, ILog log, Context user)
    {
        _log = log;
    }

    public string Show()
    {
        return "old";
    }
}
