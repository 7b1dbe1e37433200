def home(request):
    return render(request)
