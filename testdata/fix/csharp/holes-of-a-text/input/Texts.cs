using LaunchDarkly.Sdk.Server;

public class Texts
{
    private readonly LdClient _client;

    public bool IsBeta => _client.BoolVariation("beta", null, false);

    public string Show(Order order)
    {
        return $"{(IsBeta ? "new" : "old")} {IsBeta} {order.IsBeta} {order.Size,5}";
    }
}
