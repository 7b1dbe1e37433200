from waffle import flag_is_active


def hook(request):
    """Sends it."""
    if not flag_is_active(request, "new-home"):
        return None

    send(request)
    return True
