def fares(request):
    return 1
