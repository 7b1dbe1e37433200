def hook(request):
    """Sends it."""

    send(request)
    return True
