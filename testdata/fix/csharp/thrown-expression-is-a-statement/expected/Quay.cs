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
            throw new ArgumentException();
        }
        return ships;
    }

    public int Depth() => throw new ArgumentException();
}
