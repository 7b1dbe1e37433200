def home(request):
    return new(request)
