import waffle


def pattern(old, new):
    found = new if waffle.switch_is_active("slug-format") \
        else old
    return found.strip()


def three_lines(old, new):
    return new \
        if waffle.switch_is_active("slug-format") \
        else old


def with_a_name(old, new):
    flag = waffle.switch_is_active("slug-format")
    return new \
        if flag \
        else old


def conditions(old, new, path):
    if old and \
            not waffle.switch_is_active("slug-format") and \
            new:
        return 3
    if old \
            and waffle.switch_is_active("slug-format"):
        return 4
    if waffle.switch_is_active("slug-format") \
            or old \
            or new:
        return 5
    with open(path) as one, \
            open(old) as two:
        return one, two
