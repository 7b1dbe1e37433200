def show(request, xs):
    name = "new-page"
    title = f"{xs[0]} is new"
    braces = f"{{x}} new"
    wide = f"{True!r:>10}"
    rest = [1, 2, 3]
    named = {"a": 1, "b": 2}
    return name, title, braces, wide, rest, named
