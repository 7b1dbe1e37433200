class Panel:
    def __init__(self, title):
        self.title = title

    def width(self):
        return 10


def make(request):
    return Panel("a")
