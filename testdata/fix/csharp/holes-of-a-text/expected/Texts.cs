using LaunchDarkly.Sdk.Server;

public class Texts
{
    private readonly LdClient _client;

    public string Show(Order order)
    {
        return $"new True {order.IsBeta} {order.Size,5}";
    }
}
