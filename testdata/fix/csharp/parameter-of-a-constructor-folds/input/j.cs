using LaunchDarkly.Sdk.Server;

public class Panel
{
    private readonly string _title;
    private readonly bool _wide;

    public Panel(string title, bool wide)
    {
        _title = title;
        _wide = wide;
    }

    public int Width() => _wide ? 10 : 5;
}

public class Maker
{
    public Panel Make(LdClient client) => new Panel("a", client.BoolVariation("beta", null, false));
}
