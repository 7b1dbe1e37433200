from waffle import switch_is_active


def home(request):
    on = False
    if request.user:
        on = switch_is_active("new-home")
    return on
