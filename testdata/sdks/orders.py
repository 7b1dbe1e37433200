"""flag_is_active(request, "in a docstring") is prose."""
import ldclient
import statsig
from ldclient import Context
from openfeature import api
from posthog import Posthog
from UnleashClient import UnleashClient
from waffle import flag_is_active, switch_is_active
from waffle.decorators import waffle_flag
from waffle.testutils import override_flag

PRICES = "new-prices"  # ~ declares new-prices
FRONT = "orders"

posthog = Posthog("key", host="https://eu.example.org")
unleash = UnleashClient(url="https://unleash.example.org/api", app_name="orders")
features = api.get_client()


class Basket:
    def is_enabled(self, name):
        return name in self.items


def has_flag(key, user, fallback=False):
    return ldclient.get().variation(key, Context.create(user), fallback)


@waffle_flag("order_log")  # ~ order_log
def log(request):
    if not flag_is_active(request, "order_csv"):  # ~ !order_csv
        return None
    return switch_is_active('csv_header')  # ~ csv_header


def price(basket: Basket, user):
    client = ldclient.get()
    if client.variation(PRICES, user, False) and not client.variation(  # ~ new-prices !extra-fee
        key="extra-fee",
        context=user,
        default=True,
    ):
        return 1
    if has_flag("free-post", user) or has_flag(key="gift-box", user=user):  # ~ free-post gift-box
        return 2
    if unleash.is_enabled("bulk.rebate", {"userId": user}):  # ~ bulk.rebate
        return 3
    if features.get_boolean_value(flag_key="stamps", default_value=False):  # ~ stamps
        return 4
    if posthog.feature_enabled(f"{FRONT}-{basket.country}", user):  # ~ orders-*
        return 5
    if basket.is_enabled("bulk.rebate") or basket.items.get("new-prices"):
        return 6
    return {"long": 1}.get(posthog.get_feature_flag("order-text", user), 0)  # ~ order-text


LABELS = {"order_csv": "Export"}


class TestPrice:
    @override_flag("order_csv", active=True)  # ~ override:order_csv
    def test_export(self, rf):
        with override_flag("order_log", active=False):  # ~ override:order_log
            assert log(rf.get("/")) is None
