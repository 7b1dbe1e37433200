from django.contrib.auth.decorators import login_required
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View


class Timetable(View):
    template_name = "timetable.html"


@method_decorator([login_required], name="dispatch")
class Tickets(View):
    template_name = "tickets.html"


def quays(request):
    return render(request, "quays.html")


urlpatterns = [
    path("quays/", quays),
    path("berths/", login_required(berths), name="berths"),
]
