using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly ILog _log;
    private readonly bool _isBeta;

    public Cart(LdClient client, ILog log, Context user)
    {
        _log = log;
        _isBeta = client.BoolVariation("beta", user, false);
    }

    public string Show()
    {
        if (_isBeta && _log.On)
        {
            _log.Write("beta");
        }

        return _isBeta ? "new" : "old";
    }
}
