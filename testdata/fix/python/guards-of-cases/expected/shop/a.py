def kind(request, kind):
    match kind:
        case 1:
            return "one"
        case _:
            return "many"
