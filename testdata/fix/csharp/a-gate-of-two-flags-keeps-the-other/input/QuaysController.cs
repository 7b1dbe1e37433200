using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

public class QuaysController : Controller
{
    [FeatureGate("QuayMap", "FerryMap")]
    public IActionResult Both() => View();

    [FeatureGate(RequirementType.Any, "QuayMap", "FerryMap")]
    public IActionResult Either() => View();

    [FeatureGate("QuayMap")]
    public IActionResult One() => View();
}
