from waffle import flag_is_active


class Cart:
    def __init__(self, request):
        self.request = request
        self._fresh = flag_is_active(request, "beta")

    def show(self):
        return "new" if self._fresh else "old"
