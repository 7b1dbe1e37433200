def show(rows):
    if (count := len(rows)) > 10:
        return "many"
    return "few"
