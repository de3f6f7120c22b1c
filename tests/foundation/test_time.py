"""Moments are aware and stored in UTC; the two clocks, the house's and the database's, agree."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from civic.database import SHANGHAI, UTCDateTime, database_now, local_today, utcnow, writing
from civic.submissions import Submission

A_SECOND = timedelta(seconds=1)


def test_the_databases_clock_is_ours(app, db_session, clock):
    for moment in ("2026-03-14 16:30", "2026-12-31 23:59", "2026-04-02 20:00"):
        clock.to(moment)
        assert abs(database_now(db_session) - utcnow()) < A_SECOND
        assert abs(utcnow() - datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)) < A_SECOND
    clock.forward(days=1, hours=4)
    assert f"{local_today()}" == "2026-04-04"
    assert abs(database_now(db_session) - utcnow()) < A_SECOND


def test_moments_come_back_as_they_went(app, db_session):
    at = datetime(2026, 4, 2, 19, 59, 59, 999999, tzinfo=SHANGHAI)
    with writing() as session:
        session.add(Submission(key="moment", url="/", used_at=at))
    assert db_session.scalar(select(Submission.used_at)) == at
    stored = db_session.scalar(text("SELECT CAST(used_at AS VARCHAR) FROM submission"))
    assert stored == "2026-04-02 11:59:59.999999"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UTCDateTime().process_bind_param(datetime(2026, 4, 2), None)  # noqa: DTZ001
