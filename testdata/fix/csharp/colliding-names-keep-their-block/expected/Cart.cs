using LaunchDarkly.Sdk.Server;

namespace Shop;

public class Cart
{
    private readonly LdClient _client;

    public void Show(Context user, bool other)
    {
        {
            var text = "new";
            Print(text);
        }

        if (other)
        {
            var text = "other";
            Print(text);
        }
        foreach (var text in Texts())
        {
            Print(text);
        }
    }
}
