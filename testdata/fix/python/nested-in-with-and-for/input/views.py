from waffle import flag_is_active


def home(request, items):
    for item in items:
        with item.lock():
            if flag_is_active(request, "new-home"):
                # Each item once.
                item.fresh(
                    request,
                    """
    stays here
    """,
                )
            else:
                item.stale()
