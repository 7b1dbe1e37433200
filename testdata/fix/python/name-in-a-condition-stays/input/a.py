import waffle


def show(rows):
    if (count := len(rows)) > 10:
        if waffle.switch_is_active("beta"):
            print(count)
        return "many"
    return "few"
