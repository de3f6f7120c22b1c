"""The hours to object are a setting; one that cannot be read stops the start."""

import pytest

from civic.dispatch import settings


class Site:
    """Something with settings."""

    def __init__(self, hours):
        self.config = {
            "CLOCKS": WHOLE,
            "CONTACT_CLOCKS": WHOLE,
            "OBJECTION_HOURS": hours,
            "ARRIVAL_MINUTES": "10",
        }


WHOLE = "urgent=2h,timely=24h,normal=7d,complex=15d"


@pytest.mark.parametrize("hours", ["4", "0.5", "48"])
def test_hours_are_read(hours):
    settings.register(Site(hours))


@pytest.mark.parametrize("hours", ["", "0", "-4", "four", "4h", "1e3", "nan"])
def test_anything_else_stops_the_start(hours):
    with pytest.raises(RuntimeError, match="CIVIC_OBJECTION_HOURS"):
        settings.register(Site(hours))
