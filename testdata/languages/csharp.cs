using System;
using Acme.Flags;
using Flags = Acme.Flags.Client;

namespace App.Http;

public static class Keys
{
    public const string Exports = "export-csv"; // ~ declares export-csv
    public const string Wishlist = nameof(Wishlist); // ~ declares Wishlist
    public const string Unread = "never-read";

    public static class Deep
    {
        public const string Pause = "pause"; // ~ declares pause
    }
}

public class Toggle(string key, bool value)
{
    public string Key { get; } = key;
}

[Gate("area")] // ~ area
public class Orders : Base, IPages
{
    private static readonly Toggle Tips = new("tips", true); // ~ declares tips
    private readonly Client _client;
    private readonly Door _door;
    private readonly string _mode;

    public Orders(Client client, Door door)
    {
        _client = client;
        _door = door;
        this._mode = "x";
    }

    public bool Ready => _client.IsOn("property"); // ~ property

    private Task<bool> On(string name) => _client.IsOn(name);

    [Gate(Keys.Exports)] // ~ export-csv
    public async Task<bool> Show(User user)
    {
        if (!await _client.IsOn("checkout", false)) // ~ !checkout
        {
            return false;
        }
        var copy = _client?.Value(key: "copy") ?? "plain"; // ~ copy
        this._client.IsOn(Keys.Deep.Pause); // ~ pause
        (_client).IsOn(Keys.Wishlist); // ~ Wishlist
        if (await On("wrapped") && !(await On(Keys.Exports))) return true; // ~ wrapped !export-csv
        _client.IsOn(Tips.Key); // ~ tips
        _client.IsOn("a-" + "b"); // ~ a-b
        _client.IsOn($"tax-{user.Country}-{Keys.Exports}"); // ~ tax-*-export-csv
        _client.IsOn(@"verbatim"); // ~ verbatim
        _client.IsOn("""raw"""); // ~ raw
        _client.IsOff("full"); // ~ !full
        _client.AnyOn(new[] { "one", "two" }); // ~ one two
        var items = list.Where(item => _client.IsOn("in-lambda")); // ~ in-lambda
        services.GetRequiredService<Client>().IsOn("service"); // ~ service
        var page = _client.Value<int>("page", 20); // ~ page
        _door.IsOn("checkout");
        // _client.IsOn("comment")
        var label = "_client.IsOn(\"text\")";
        return _client.Value("arms") switch { "long" => true, _ => false }; // ~ arms
    }
}

public class Primary(Client client)
{
    public bool On() => client.IsOn("primary"); // ~ primary
}

public class OrdersTest
{
    private readonly Flags _client = Substitute.For<Flags>();
    private readonly Mock<Client> _mock = new();

    [Fact]
    public void AllOn()
    {
        _client.Force(new Dictionary<string, bool> { ["checkout"] = true, [Keys.Exports] = false }); // ~ override:checkout override:export-csv
        _client.Force(new Dictionary<string, bool> { { "paired", true } }); // ~ override:paired
        _client.IsOn("stubbed").Returns(true); // ~ override:stubbed
        _client.Received(1).IsOn("checked"); // ~ override:checked
        _client.IsOn(Arg.Is("matched")).Returns(true); // ~ override:matched
        _mock.Setup(mock => mock.IsOn("moq")).Returns(true); // ~ override:moq
        Assert.True(_client.IsOn("asserted")); // ~ asserted
    }
}
