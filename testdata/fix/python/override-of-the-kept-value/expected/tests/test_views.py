def test_new(client):
    assert client.get("/").status_code == 200


def test_block(client):
    response = client.get("/")
    assert response.status_code == 200
