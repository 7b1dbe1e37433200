using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user)
    {
        foreach (var item in user.Items)
        {
            Add(item);
        }
    }

    public string Name(Context user)
    {
        if (user.Name is { Length: > 0 } name)
        {
            return name;
        }

        return "none";
    }

    public string Kind(Context user, int kind) => kind switch
    {
        1 => "one",
        _ => "many",
    };
}
