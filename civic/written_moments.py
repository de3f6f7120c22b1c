"""Dates and times as lists and spreadsheets write them, all meant in Shanghai unless they say otherwise.

2026-03-14T16:30:00+08:00 · 2026-03-14 16:30 · 2026/3/14 16:30:05 · 2026.3.14 · 2026年3月14日16时30分 ·
20260314163000 · 46095.6875 (a spreadsheet's day number). Day and month first (3/14/26) is refused:
nobody can know which is which.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
A_DAY = timedelta(days=1)
WRITTEN = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?"
    r"(?:[T\s]*(?P<half>上午|下午)?\s*([0-9]{1,2})\s*[::时]\s*([0-9]{1,2})\s*分?"
    r"(?:[::]?\s*([0-9]{1,2})(?:\.([0-9]{1,6})[0-9]*)?\s*秒?)?)?"
)
DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?")
DAY_NUMBER = re.compile(r"[0-9]{5}(\.[0-9]{1,12})?")
EPOCH = datetime(1899, 12, 30, tzinfo=SHANGHAI)  # day 0 of Excel on Windows


def read_moment(said: str, day_ends: bool = False) -> datetime | None:
    """An aware moment in UTC, or None when it is no date.

    Args: day_ends — a day without a time means its 24:00, as for a deadline, instead of its 0:00.
    """
    try:
        moment, has_time = _numbers(said) or _iso(said)
        if day_ends and not has_time:
            moment += A_DAY
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _numbers(said):
    """(moment, whether it has a time) of the ways lists write it; None for any other."""
    if found := WRITTEN.fullmatch(said):
        year, month, day, half, hour, minute, second, part = found.groups()
        if half and hour:
            hour = int(hour) % 12 + (12 if half == "下午" else 0)
    elif found := DIGITS.fullmatch(said):
        year, month, day, hour, minute, second, part = *found.groups(), None
    elif found := DAY_NUMBER.fullmatch(said):
        seconds = round(float(said) * 86_400)  # in Shanghai's time of day, not the world's
        return EPOCH + timedelta(seconds=seconds), seconds % 86_400 != 0
    else:
        return None
    part = int((part or "0").ljust(6, "0"))  # of a second
    time = int(hour or 0), int(minute or 0), int(second or 0), part
    return datetime(int(year), int(month), int(day), *time, tzinfo=SHANGHAI), hour is not None


def _iso(said):
    moment = datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)), len(said) > len("2026-03-14")
