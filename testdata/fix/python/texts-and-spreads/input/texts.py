from waffle import flag_is_active


def is_beta(request):
    """Whether it is on."""
    return flag_is_active(request, "beta")


def show(request, xs):
    name = f"{'new' if is_beta(request) else 'old'}-page"
    title = f"{xs[0]} is {'new' if is_beta(request) else 'old'}"
    braces = f"{{x}} {'new' if is_beta(request) else 'old'}"
    wide = f"{is_beta(request)!r:>10}"
    rest = [1, *([2] if is_beta(request) else []), 3]
    named = {"a": 1, **({"b": 2} if is_beta(request) else {})}
    assert is_beta(request), "must be on"
    return name, title, braces, wide, rest, named
