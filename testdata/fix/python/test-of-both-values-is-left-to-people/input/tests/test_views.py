from waffle.testutils import override_flag


def test_home(client):
    assert client.get("/").status_code == 404
    with override_flag("new-home", active=True):
        assert client.get("/").status_code == 200
