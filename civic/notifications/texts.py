"""The words of a message that leaves the house, and the address in it."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from civic.dispatch.clocks import last_day
from civic.dispatch.urgent_queries import place
from civic.locale import chinese, day, moment
from civic.notifications import callback_words
from civic.notifications.notices import NOTICES
from civic.notifications.quoting import TITLE, called
from civic.notifications.words import LISTS, PAGES, page_of

PART = 70  # characters of one part of a Chinese text message
DAYS = frozenset({"due", "until", "review_on", "on"})  # public fields that are ISO days or moments
MOMENTS = frozenset({"by", "starts_at"})  # moments whose hour matters


def text_of(channel, verb, subject, params, title) -> str:
    """One text in the language of the site. Args: title — the matter's public title, or empty."""
    with force_locale(current_app.config["LOCALE"]):
        notice, values = NOTICES[channel][verb], values_of(subject, params, title)
        said = notice.words % (values | (notice.facts(subject, params, title) if notice.facts else {}))
        if not said.endswith(":"):
            return said
        address = address_of(subject)
        return said + address if address else said[:-1] + ("。" if chinese() else ".")


def values_of(subject, params, title) -> dict:
    """What the words may name: `no`, `what`, `where`, and the act's codes, its days written out."""
    told = {"where": _where(params)} | {name: _told(name, value) for name, value in params.items()}
    named = {"no": subject.partition(":")[2], "what": called(title), "answers": ""}
    return {**told, **named, **callback_words.values_of(subject)}


def _where(params):
    """The public label of the act's place, short; empty for an act without one."""
    found = place(params["place"]) if "place" in params else None
    return found.label[:TITLE] if found is not None else ""


def address_of(subject) -> str:
    """The page of the matter under CIVIC_URL; empty where the site has not been told its address."""
    kind, _colon, number = subject.partition(":")
    home = current_app.config["PUBLIC_URL"].rstrip("/")
    asked = callback_words.about(subject)
    if not home or (asked is None and kind not in PAGES | LISTS):
        return ""
    page = ("reviews.answer", {"token": asked.token}, None) if asked else page_of(kind, number)
    endpoint, arguments, anchor = page
    built = home + current_app.url_map.bind("").build(endpoint, arguments)
    return f"{built}#{anchor}" if anchor else built


def _told(name, value):
    if name in MOMENTS:
        return moment(datetime.fromisoformat(value)) if value else ""
    return _day(value) if name in DAYS else value


def _day(value):
    if not value:
        return ""
    at = datetime.fromisoformat(value)  # a day, or a moment with its zone
    return day(last_day(at) if at.tzinfo else at)
