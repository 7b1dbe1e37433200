using System.Collections.Generic;
using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Notes
{
    private readonly LdClient _client;

    public IEnumerable<string> Hints(Context user)
    {
        yield return "welcome";
    }

    public IEnumerable<string> Steps(Context user)
    {
        yield break;
    }
}
