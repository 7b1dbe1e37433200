from waffle import flag_is_active


def home(request):
    if request.a:
        a()
    elif flag_is_active(request, "new-home"):
        b()
    done()
