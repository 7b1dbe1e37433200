using Unleash;

public class Quay
{
    private readonly IUnleash _unleash;

    public Quay(IUnleash unleash) => _unleash = unleash;

    public Ship First() => _unleash.IsEnabled("night-ferry") ? new() : new Ship(3);

    public Ship Last()
    {
        Ship ship = _unleash.IsEnabled("night-ferry") ? new() : new Ship(3);
        ship.Tie();
        return _unleash.IsEnabled("night-ferry") ? default : ship;
    }
}
