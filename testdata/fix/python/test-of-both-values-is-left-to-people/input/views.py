from waffle import flag_is_active


def home(request):
    # TODO: cache this page.
    if flag_is_active(request, "new-home"):
        a()
    b()
