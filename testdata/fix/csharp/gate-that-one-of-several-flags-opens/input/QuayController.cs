using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

public class QuayController : Controller
{
    [FeatureGate(RequirementType.Any, "NightFerry", "Berths")]
    public IActionResult Berths() => View();
}
