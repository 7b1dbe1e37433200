from waffle import flag_is_active


def home(request):
    return new(request) if flag_is_active(request, "new-home") else old(request)
