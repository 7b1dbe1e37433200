from waffle.decorators import waffle_flag


@login_required
@waffle_flag("new-home")
def home(request):
    return render(request)
