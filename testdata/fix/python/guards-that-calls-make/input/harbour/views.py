from django.contrib.auth.decorators import login_required
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from waffle.decorators import waffle_flag, waffle_switch


@method_decorator(waffle_flag("night-ferry"), name="dispatch")
class Timetable(View):
    template_name = "timetable.html"


@method_decorator([login_required, waffle_switch("night-ferry")], name="dispatch")
class Tickets(View):
    template_name = "tickets.html"


@waffle_flag("night-ferry", redirect_to="quay")
def quays(request):
    return render(request, "quays.html")


urlpatterns = [
    path("quays/", waffle_flag("night-ferry")(quays)),
    path("berths/", login_required(waffle_flag("night-ferry")(berths)), name="berths"),
]
