using LaunchDarkly.Sdk.Server;

public class Cart
{
    private readonly LdClient _client;

    public int One()
    {
        return 2;
    }

    public int Two()
    {
        B();
        return 2;
    }

    public int Three()
    {
        B();
        D();
        return 1;
    }
}
