import waffle
from django_jinja import library


@library.global_function
def new_cart_enabled(user):
    """Whether templates show the new cart."""
    if not waffle.switch_is_active("new-cart"):
        return False
    return user.is_staff


def is_new_cart():
    return waffle.switch_is_active("new-cart")
