def home(request):
    # TODO: cache this page.
    b()
