def home(request):
    on = False
    if request.user:
        on = True
    return on
