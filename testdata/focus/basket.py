"""The basket of a shop."""
import ldclient
from ldclient import Context
from ldclient.client import LDClient

# flagdebt: allow stale-flag -- the sale ends in May
LIMIT = 3


class Basket:
    def __init__(self, client: LDClient, items=None):
        self.client = client
        self.items = items or []

    def total(self):
        """What it costs, with 'quotes' and "others" and what isn't closed: (."""
        total = 0
        for item in self.items:
            total += item.price * item.count
        return total

    def pay(self, user):
        context = Context.builder(user.id).kind("user").build()
        receipt = self.print_receipt(lines=[item.name for item in self.items], width=40)
        if self.client.variation("pay-later", context, False):
            return self.later(receipt)
        elif len(self.items) > LIMIT:
            for item in self.items:
                self.note(item, "is one of many, and is told about twice in the log of the day")
        else:
            with self.lock:
                self.note(None, "few items are in it, and nothing about them is worth a note")
        try:
            shown = self.client.variation("receipt", context, "none")
        except ValueError:
            self.note(None, "no receipt was shown, since there was something wrong with it")
            raise
        text = f"a receipt of {shown}, and what is in it"
        return text if shown else None

    @property
    def is_new(self):
        if self.items:
            self.note(None, "somebody asked whether it is new, which is told about at length")
        return ldclient.get().variation("new-basket", Context.create("a"), False)


def helper(client, name):
    def inner():
        print("this one does nothing that matters, at a length that is worth to leave out")

    table = {
        "a": client.variation("in-a-table", Context.create("a"), False),
    }
    lines = """
    client.variation("in a text", context, False)
"""
    for key in table:
        print(key, "is printed with a long text beside it, so that it is worth to leave out")
    return table.get(name, lines), inner


def rest(client):
    if client.variation("rest", Context.create("a"), False):
        print("the branch has one statement, which is long enough to be left out if it could be")
    return 3
