from waffle import flag_is_active


def home(request, items):
    active = flag_is_active(request, "new-home")
    template = "new.html" if active else "old.html"
    rows = [item for item in items if active and item.ready]
    return render(request, template, {"rows": rows})
