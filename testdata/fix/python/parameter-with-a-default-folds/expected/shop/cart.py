class Cart:
    def show(self, request):
        return self._render(request) + self._render(request)

    def _render(self, request):
        if request.user:
            return "new"
        return "old"
