"""The hours to object are a setting; one that cannot be read stops the start. And terms have one source."""

from datetime import UTC, datetime

import pytest

from civic.dispatch import settings
from civic.issues.answer_clock import answer_due
from civic.issues.kinds import Urgency


class Site:
    """Something with settings."""

    def __init__(self, hours):
        self.extensions = {}
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


def test_an_issue_is_answered_and_named_by_the_terms_of_work_orders(app, monkeypatch):
    monkeypatch.setitem(app.config, "CLOCKS", "urgent=90m,timely=24h,normal=3d,complex=15d")
    taken_on = datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert answer_due(Urgency.NORMAL, taken_on) == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert answer_due(Urgency.URGENT, taken_on) == datetime(2026, 3, 2, 5, 30, tzinfo=UTC)
    with app.test_request_context():
        assert (str(Urgency.NORMAL.label), str(Urgency.URGENT.label)) == (
            "一般:3 天内答复",
            "急事:90 分钟内答复",
        )
