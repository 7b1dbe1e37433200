using System;
using Unleash;

public class Quay
{
    private readonly IUnleash _unleash;

    public Quay(IUnleash unleash) => _unleash = unleash;

    public int Berths(int ships)
    {
        if (ships > 3)
        {
            return _unleash.IsEnabled("night-ferry") ? throw new ArgumentException() : 2;
        }
        return ships;
    }

    public int Depth() => _unleash.IsEnabled("night-ferry") ? throw new ArgumentException() : 2;
}
