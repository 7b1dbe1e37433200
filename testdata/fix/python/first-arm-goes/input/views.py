from waffle import flag_is_active


def home(request):
    if flag_is_active(request, "new-home"):
        a(request)
    elif request.old:
        b(request)
    else:
        c(request)
