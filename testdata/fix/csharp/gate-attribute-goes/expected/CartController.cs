using Microsoft.FeatureManagement.Mvc;

namespace Shop;

[ApiController]
public class CartController : Controller
{
    [HttpGet]
    public IActionResult Index()
    {
        return View();
    }

    [HttpPost]
    public IActionResult Save()
    {
        return View();
    }
}
