using Unleash;

public class Quay
{
    private readonly IUnleash _unleash;

    public Quay(IUnleash unleash) => _unleash = unleash;

    public Ship First() => new();

    public Ship Last()
    {
        Ship ship = new();
        ship.Tie();
        return default;
    }
}
