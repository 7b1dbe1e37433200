using LaunchDarkly.Sdk.Server;

public class Panel
{
    private readonly string _title;

    public Panel(string title)
    {
        _title = title;
    }

    public int Width() => 10;
}

public class Maker
{
    public Panel Make(LdClient client) => new Panel("a");
}
