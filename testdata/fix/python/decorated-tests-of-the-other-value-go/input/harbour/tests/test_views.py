from django.test import TestCase
from waffle.testutils import override_flag, override_switch

from harbour.views import fares


class FareTests(TestCase):
    @override_flag("night-ferry", active=True)
    def test_night(self):
        self.assertEqual(fares(None), 1)

    @override_flag("night-ferry", active=False)
    def test_day(self):
        self.assertEqual(fares(None), 2)

    @override_switch("berths", active=True)
    @override_flag("night-ferry", active=True)
    def test_berths(self):
        self.assertEqual(fares(None), 1)


@override_flag("night-ferry", active=False)
class NoNightFerryTests(TestCase):
    def test_fares(self):
        self.assertEqual(fares(None), 2)


class QuayTests(TestCase):
    def test_quay(self):
        self.assertEqual(fares(None), 1)
