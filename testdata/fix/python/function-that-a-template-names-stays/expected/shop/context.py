def is_new_cart():
    return True


def context():
    return {"title": "new" if is_new_cart() else "old", "is_new_cart": is_new_cart}
