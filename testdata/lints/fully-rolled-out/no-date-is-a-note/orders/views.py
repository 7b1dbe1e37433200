from openfeature import api

client = api.get_client()


def order_page(order):
    if client.get_boolean_value("order-timeline", False):  # ~ fully-rolled-out
        return timeline(order)
    limit = client.get_integer_value("order-page-size", 20)
    return table(order, limit)
