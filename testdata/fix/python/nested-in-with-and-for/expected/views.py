def home(request, items):
    for item in items:
        with item.lock():
            # Each item once.
            item.fresh(
                request,
                """
    stays here
    """,
            )
