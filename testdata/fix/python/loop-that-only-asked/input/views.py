from waffle import flag_is_active


def home(request):
    if request.ready:
        if flag_is_active(request, "new-home"):
            a()
    return render(request)
