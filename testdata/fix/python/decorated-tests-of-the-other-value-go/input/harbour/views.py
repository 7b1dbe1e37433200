from waffle import flag_is_active


def fares(request):
    return 1 if flag_is_active(request, "night-ferry") else 2
