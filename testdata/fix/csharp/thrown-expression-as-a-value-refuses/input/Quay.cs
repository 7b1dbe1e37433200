using System;
using Unleash;

public class Quay
{
    private readonly IUnleash _unleash;

    public Quay(IUnleash unleash) => _unleash = unleash;

    public int Berths()
    {
        var berths = _unleash.IsEnabled("night-ferry") ? throw new ArgumentException() : 2;
        return berths;
    }
}
