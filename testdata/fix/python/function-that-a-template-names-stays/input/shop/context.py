import waffle


def is_new_cart():
    return waffle.switch_is_active("new-cart")


def context():
    return {"title": "new" if is_new_cart() else "old", "is_new_cart": is_new_cart}
