using LaunchDarkly.Sdk.Server;

public class Cart
{
    private readonly LdClient _client;

    public int One()
    {
        switch (_client.StringVariation("plan", _user, "a"))
        {
            case "a":
                return 1;
            case "b":
            case "c":
                return 2;
            default:
                return 3;
        }
    }

    public int Two()
    {
        var plan = _client.StringVariation("plan", _user, "a");
        switch (plan)
        {
            case "a":
                A();
                break;
            case "b":
                B();
                break;
        }
        return plan switch
        {
            "a" => 1,
            "b" or "c" => 2,
            _ => 3,
        };
    }

    public int Three()
    {
        var plan = _client.StringVariation("plan", _user, "a");
        if (plan is "b" or "c")
        {
            B();
        }
        if (plan is not "b")
        {
            C();
        }
        if (plan.Equals("b", StringComparison.OrdinalIgnoreCase) || string.Equals(plan, "x"))
        {
            D();
        }
        return plan == "b" ? 1 : 2;
    }
}
