def home(request):
    if request.a:
        a()
    done()
