from waffle import flag_is_active


def home(request):
    if send_mail(request) and flag_is_active(request, "new-home"):
        a()
