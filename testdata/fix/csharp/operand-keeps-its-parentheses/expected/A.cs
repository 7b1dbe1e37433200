using LaunchDarkly.Sdk.Server;

class A
{
    private readonly LdClient _client;

    bool One(Context user, int n, string s)
    {
        Use(n * (n + 1));
        Use((n + 1) switch { 1 => 2, _ => 3 });
        Use((s ?? "a") as object);
        Use((n + 1));
        return (s ?? Next()) is string;
    }
}
