using System.Collections.Generic;
using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Notes
{
    private readonly LdClient _client;

    public IEnumerable<string> Hints(Context user)
    {
        yield return "welcome";
        if (_client.BoolVariation("beta", user, false))
        {
            yield return "try the new cart";
        }
    }

    public IEnumerable<string> Steps(Context user)
    {
        if (!_client.BoolVariation("beta", user, false))
        {
            yield break;
        }
        yield return "pay";
    }
}
