from waffle.testutils import override_flag


@override_flag("new-home", active=True)
def test_new(client):
    assert client.get("/").status_code == 200


def test_block(client):
    with override_flag("new-home", active=True):
        response = client.get("/")
        assert response.status_code == 200
