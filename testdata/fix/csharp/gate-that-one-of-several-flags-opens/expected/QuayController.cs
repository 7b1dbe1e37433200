using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

public class QuayController : Controller
{
    public IActionResult Berths() => View();
}
