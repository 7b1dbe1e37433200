from waffle.decorators import waffle_flag


@waffle_flag("new-home")
def home(request):
    return render(request)
