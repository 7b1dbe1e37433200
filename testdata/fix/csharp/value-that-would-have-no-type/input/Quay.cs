using Unleash;

public class Quay
{
    private readonly IUnleash _unleash;

    public Quay(IUnleash unleash) => _unleash = unleash;

    public int Berths()
    {
        var berths = _unleash.IsEnabled("night-ferry") ? default : 3;
        return berths;
    }

    public Ship First()
    {
        var ship = _unleash.IsEnabled("night-ferry") ? new() : new Ship();
        return ship;
    }
}
