from waffle import flag_is_active


class Cart:
    def show(self, request):
        fresh = flag_is_active(request, "beta")
        return self._render(request, fresh=fresh) + self._render(request)

    def _render(self, request, fresh=True):
        if fresh and request.user:
            return "new"
        return "old"
