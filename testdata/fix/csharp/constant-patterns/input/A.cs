using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        foreach (var item in user.Items)
        {
            if (_client.BoolVariation("beta", user, false) is false)
            {
                continue;
            }

            Add(item);
        }
    }

    public string Name(Context user)
    {
        var isOn = _client.BoolVariation("beta", user, false);
        if (isOn is true && user.Name is { Length: > 0 } name)
        {
            return name;
        }

        return isOn == false ? "off" : "none";
    }

    public string Kind(Context user, int kind) => kind switch
    {
        1 when _client.BoolVariation("beta", user, false) => "one",
        2 when !_client.BoolVariation("beta", user, false) => "two",
        _ => "many",
    };
}
