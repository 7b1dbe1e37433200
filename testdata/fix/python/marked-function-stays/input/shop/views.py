from shop.helpers import is_new_cart, new_cart_enabled


def show():
    return "new" if is_new_cart() else "old"


def staff(user):
    return new_cart_enabled(user)
