import ldclient

client = ldclient.get()


def test_total(user):
    assert client.variation("new-prices", user, True)
