from waffle import flag_is_active

from .legacy import old_home, other


def home(request):
    # Which home page.
    if request.user.is_anonymous:
        return landing(request)
    elif flag_is_active(request, "new-home"):
        # Fresh.
        return new_home(request)
    else:
        return old_home(request)


def page(request):
    return other(request)
