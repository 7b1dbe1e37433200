from waffle import flag_is_active


def form_class(request):
    return NightForm if flag_is_active(request, "night-ferry") else DayForm
