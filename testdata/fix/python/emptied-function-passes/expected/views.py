def hook(request):
    pass


def other(request):
    pass
