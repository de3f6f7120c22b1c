"""Who is on duty (值班表) at a place and a moment. Pure: rows in, rows out.

A shift is a row with `starts_at`, `ends_at` (exclusive), `is_weekly`, `until` (the end of repeating,
exclusive, or None), `place_id`, `id`. Shanghai has no summer time: a week later is 168 hours later.
"""

from datetime import timedelta

WEEK = timedelta(days=7)


def covers(shift, moment) -> bool:
    """Whether somebody of this shift is on duty at that moment."""
    if moment < shift.starts_at or (shift.until is not None and moment >= shift.until):
        return False
    if shift.is_weekly:
        moment -= (moment - shift.starts_at) // WEEK * WEEK
    return moment < shift.ends_at


def on_duty(shifts, place_ids, moment) -> list:
    """Shifts of these places that cover the moment, the nearest place first.

    Args: place_ids — from the city down to the place itself. Empty: nobody is on the roster, and the
    duty room's number is the one to ring.
    """
    depth = {place_id: n for n, place_id in enumerate(place_ids)}
    found = [shift for shift in shifts if shift.place_id in depth and covers(shift, moment)]
    return sorted(found, key=lambda shift: (-depth[shift.place_id], shift.id))
