from waffle import flag_is_active


def hook(request):
    if flag_is_active(request, "new-home"):
        send(request)


def other(request):
    pass
