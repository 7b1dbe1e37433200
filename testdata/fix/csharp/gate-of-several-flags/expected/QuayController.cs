using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

public class QuayController : Controller
{
    [FeatureGate("Berths")]
    public IActionResult Berths() => View();

    [HttpGet]
    [FeatureGate("Berths")]
    public IActionResult Free() => View();
}
