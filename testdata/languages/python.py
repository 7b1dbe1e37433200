import acme_client
from acme_client import Client

EXPORTS = "export-csv"  # ~ declares export-csv


class Page:
    def __init__(self, client: Client, door):
        self.client = client
        self.door = door

    def on(self, key):
        return self.client.is_on(key, False)

    def show(self):
        if not self.client.is_on("checkout", False):  # ~ !checkout
            return self.door.is_on("front")
        text = "client.is_on('text')"  # client.is_on("comment")
        for key, size in [("one", 1), ("two", 2)]:
            self.client.is_on(key)  # ~ one two
        return (self.client.is_on("short")) and self.client.is_on(key=EXPORTS) and not self.on("refused")  # ~ short export-csv !refused
