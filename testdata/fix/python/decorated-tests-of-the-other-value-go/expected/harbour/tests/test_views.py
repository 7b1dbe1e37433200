from django.test import TestCase
from waffle.testutils import override_switch

from harbour.views import fares


class FareTests(TestCase):
    def test_night(self):
        self.assertEqual(fares(None), 1)

    @override_switch("berths", active=True)
    def test_berths(self):
        self.assertEqual(fares(None), 1)


class QuayTests(TestCase):
    def test_quay(self):
        self.assertEqual(fares(None), 1)
