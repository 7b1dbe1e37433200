from .legacy import other


def home(request):
    # Which home page.
    if request.user.is_anonymous:
        return landing(request)
    else:
        # Fresh.
        return new_home(request)


def page(request):
    return other(request)
