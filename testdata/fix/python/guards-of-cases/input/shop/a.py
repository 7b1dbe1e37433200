from waffle import flag_is_active


def kind(request, kind):
    match kind:
        case 1 if flag_is_active(request, "beta"):
            return "one"
        case 2 if not flag_is_active(request, "beta"):
            return "two"
        case _:
            return "many"
