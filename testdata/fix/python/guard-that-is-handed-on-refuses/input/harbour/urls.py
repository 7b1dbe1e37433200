from flags.urls import flagged_path

from . import views

urlpatterns = [
    flagged_path("NIGHT_FERRY", "night/", views.night, state=True, fallback=views.day),
]
