"""Toggles of the museum's site."""

from edx_toggles.toggles import SettingToggle, WaffleFlag

# A comment that is no annotation.

# .. toggle_name: museum.night_tour
# .. toggle_implementation: WaffleFlag
# .. toggle_default: False
# .. toggle_description: Guided tours after closing time.
#     Ramps by branch.
#
#     See the runbook.
# .. toggle_use_cases: temporary, opt_in
# .. toggle_creation_date: 2026-01-15
# .. toggle_target_removal_date: 2026-12-31
# .. toggle_warning: None
# .. toggle_tickets: https://tracker.example.net/TOUR-7
NIGHT_TOUR = WaffleFlag('museum.night_tour', __name__)


class Settings:
    # .. toggle_name: MUSEUM_READ_ONLY
    # .. toggle_implementation: SettingToggle
    # .. toggle_default: True
    # .. toggle_description: Stops all loans.
    # .. toggle_use_cases: circuit_breaker
    # .. toggle_creation_date: 2021-02-01
    # .. toggle_target_removal_date: None
    # .. toggle_life_expectancy: permanent
    READ_ONLY = SettingToggle('MUSEUM_READ_ONLY', default=True)

    # .. toggle_name: museum.unsaid
    # .. toggle_creation_date: n/a
    UNSAID = 1
