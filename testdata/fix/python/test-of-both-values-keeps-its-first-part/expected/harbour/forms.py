def form_class(request):
    return NightForm
