from waffle import flag_is_active


def home(request):
    if (on := flag_is_active(request, "new-home")):
        a(on)
