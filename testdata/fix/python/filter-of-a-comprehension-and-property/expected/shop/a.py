class View:
    def get(self, request):
        rows = {row.id: row for row in load()}
        return rows
