def home(request, items):
    template = "new.html"
    rows = [item for item in items if item.ready]
    return render(request, template, {"rows": rows})
