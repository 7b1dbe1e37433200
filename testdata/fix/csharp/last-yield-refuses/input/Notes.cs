using System.Collections.Generic;
using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Notes
{
    private readonly LdClient _client;

    public IEnumerable<string> Hints(Context user)
    {
        if (_client.BoolVariation("beta", user, false))
        {
            yield return "try the new cart";
        }
    }
}
