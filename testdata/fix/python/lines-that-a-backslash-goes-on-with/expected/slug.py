def pattern(old, new):
    found = old
    return found.strip()


def three_lines(old, new):
    return old


def with_a_name(old, new):
    return old


def conditions(old, new, path):
    if old and \
            new:
        return 3
    if old \
            or new:
        return 5
    with open(path) as one, \
            open(old) as two:
        return one, two
