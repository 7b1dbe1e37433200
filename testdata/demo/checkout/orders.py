import ldclient

CHECKOUT_PAGE = "release-checkout-page"


def fields(context):
    if ldclient.get().variation(CHECKOUT_PAGE, context, False):
        return ["name", "address", "card"]
    return ["name"]
