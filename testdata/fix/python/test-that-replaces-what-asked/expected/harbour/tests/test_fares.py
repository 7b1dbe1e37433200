from unittest.mock import patch

from harbour import berths, fares


@patch.object(fares.client, "get_boolean_value", return_value=False)
def test_day(_):
    assert fares.fare(2) == 4


def test_day_too(mocker):
    mocker.patch("harbour.fares.client.get_boolean_value", return_value=False)
    assert fares.fare(2) == 4


@patch.object(berths.client, "get_boolean_value", return_value=False)
def test_berths(_):
    assert berths.free() == 4
