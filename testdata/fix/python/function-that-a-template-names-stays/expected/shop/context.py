def is_new_cart():
    return True


def context():
    return {"title": "new", "is_new_cart": is_new_cart}
