using LaunchDarkly.Sdk.Server;

class A
{
    private readonly LdClient _client;

    bool One(Context user, int n, string s)
    {
        Use(n * (_client.BoolVariation("beta", user, false) ? n + 1 : 2));
        Use((_client.BoolVariation("beta", user, false) ? n + 1 : 2) switch { 1 => 2, _ => 3 });
        Use((_client.BoolVariation("beta", user, false) ? s ?? "a" : "b") as object);
        Use((_client.BoolVariation("beta", user, false) ? n + 1 : 2));
        return (_client.BoolVariation("beta", user, false) ? s ?? Next() : "b") is string;
    }
}
