def home(request):
    if (on := True):
        a(on)
