"""The published numbers of deliberation and the arithmetic of its days. Pure."""

from datetime import datetime, time, timedelta

from civic.database import SHANGHAI

SUPPORT_THRESHOLD = 20  # households that oblige the secretary to answer
AGENDA_REPLY_DAYS = 7
NOTICE_DAYS = 7
ROUND_DAYS = 7
MOST_OPTIONS = 10  # as many as there are letters
MOST_OPINIONS = 5  # of one person in one round


def end_of_day(moment, days=0) -> datetime:
    """The end, in Shanghai, of the day that lies `days` after `moment`'s: days count whole."""
    day = moment.astimezone(SHANGHAI).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(0), SHANGHAI)


def last_day(until):
    """The last whole day before the moment `until`: "until April 13" ends at midnight after it."""
    return (until.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def threshold_reached(supports: int, threshold: int) -> bool:
    """Whether enough households stand behind it; 「以上」 includes the number."""
    return supports >= threshold
