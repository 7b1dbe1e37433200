using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

public class QuaysController : Controller
{
    [FeatureGate("FerryMap")]
    public IActionResult Both() => View();

    public IActionResult Either() => View();

    public IActionResult One() => View();
}
