from waffle import flag_is_active


class View:
    @property
    def is_fresh(self):
        return flag_is_active(self.request, "beta")

    def get(self, request):
        rows = {row.id: row for row in load() if flag_is_active(request, "beta")}
        return rows if self.is_fresh else None
