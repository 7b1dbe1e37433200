using Microsoft.FeatureManagement.Mvc;

namespace Shop;

[ApiController]
public class CartController : Controller
{
    [HttpGet]
    [FeatureGate("beta")]
    public IActionResult Index()
    {
        return View();
    }

    [HttpPost, FeatureGate("beta")]
    public IActionResult Save()
    {
        return View();
    }
}
