def home(request):
    if request.old:
        b(request)
    else:
        c(request)
