from waffle import flag_is_active


class Panel:
    def __init__(self, title, wide=False):
        self.title = title
        self._wide = wide

    def width(self):
        return 10 if self._wide else 5


def make(request):
    return Panel("a", wide=flag_is_active(request, "beta"))
