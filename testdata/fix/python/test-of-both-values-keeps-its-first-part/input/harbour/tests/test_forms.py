from django.test import TestCase
from waffle.testutils import override_flag

from harbour.forms import DayForm, NightForm, form_class


class FormTests(TestCase):
    def test_form(self):
        with override_flag("night-ferry", active=True):
            self.assertIs(form_class(self.request), NightForm)
        with override_flag("night-ferry", active=False):
            self.assertIs(form_class(self.request), DayForm)
