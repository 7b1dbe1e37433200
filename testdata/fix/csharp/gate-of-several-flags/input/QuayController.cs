using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

public class QuayController : Controller
{
    [FeatureGate("NightFerry", "Berths")]
    public IActionResult Berths() => View();

    [HttpGet]
    [FeatureGate("Berths", "NightFerry")]
    public IActionResult Free() => View();
}
