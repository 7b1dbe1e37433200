from UnleashClient import UnleashClient

client = UnleashClient(url="https://unleash.example.com/api", app_name="jobs")
client.initialize_client()


def run(invoices):
    if client.is_enabled("invoice-batches"):  # ~ stale-flag
        return in_batches(invoices)
    if client.is_enabled("invoice-stop"):
        return []
    if client.is_enabled("invoice-preview"):
        return preview(invoices)
    return one_by_one(invoices)
