"""Language, text size, and how dates, money and areas are written for people."""

import os
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from flask import current_app, has_request_context, make_response, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _

from civic import phrases
from civic.authorization import anyone, local_path, requires
from civic.database import SHANGHAI, local_today, utcnow

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
WEEKDAYS = "一二三四五六日"
TRANSLATIONS = Path(__file__).parent / "translations"
JOINED = TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.mo"
YEAR = 365 * 24 * 3600


def select_locale() -> str:
    """The language of this request: the visitor's own choice, else (and in the worker) the site's."""
    if not has_request_context():
        return current_app.config["LOCALE"]
    return LANGUAGES.get(request.cookies.get("lang", "")) or current_app.config["LOCALE"]


def large_text() -> bool:
    """Whether this visitor asked for 大字."""
    return request.cookies.get("size") == "large"


@requires(anyone)
def appearance():
    """Remember the text size or language of this visitor in a cookie and go back."""
    response = make_response(redirect(local_path(request.args.get("next")), 303))
    for name, allowed in (("size", ("large", "normal")), ("lang", tuple(LANGUAGES))):
        if (value := request.args.get(name)) in allowed:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def chinese() -> bool:
    return get_locale().language == "zh"


def _local(value) -> datetime | date:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    return value


def day(value) -> str:
    """A date: 3月14日 周六, with the year when it is not this one."""
    if value is None:
        return ""
    value = _local(value)
    return _day(value.date() if isinstance(value, datetime) else value, local_today().year, chinese())


@lru_cache(maxsize=2048)
def _day(value, this_year, in_chinese):
    if in_chinese:
        year = "" if value.year == this_year else f"{value.year}年"
        return f"{year}{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"
    return f"{value:%a} {value.day} {value:%b}" + (f" {value.year}" if value.year != this_year else "")


def moment(value) -> str:
    """A date with its time of day in Shanghai: 3月14日 周六 16:30."""
    if value is None:
        return ""
    return _moment(value, local_today().year, chinese())


@lru_cache(maxsize=2048)
def _moment(value, this_year, in_chinese):
    value = _local(value)
    on = value.date() if isinstance(value, datetime) else value
    return f"{_day(on, this_year, in_chinese)} {value:%H:%M}"


def until(value) -> str:
    """A deadline: as `moment`, but midnight belongs to the day that ends: 3月13日 周五 24:00."""
    return "" if value is None else _until(value, local_today().year, chinese())


@lru_cache(maxsize=2048)
def _until(value, this_year, in_chinese):
    local = _local(value)
    if local.time() != time():
        return _moment(value, this_year, in_chinese)
    return f"{_day(local.date() - timedelta(days=1), this_year, in_chinese)} 24:00"


def relative(value) -> str:
    """How far from now, in days, hours or minutes: 还剩 2 天, 3 天前."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        days = (value - local_today()).days
        return _("today") if days == 0 else _distance(days * 86400)
    seconds = (_local(value) - utcnow()).total_seconds()
    if abs(seconds) < 60:
        return _("just now") if seconds <= 0 else _("less than a minute left")
    return _distance(seconds)


def _distance(seconds) -> str:
    size, ahead = abs(seconds), seconds > 0
    ngettext = phrases.words_in(get_locale())["ngettext"]
    if size < 3600:
        n = int(size // 60)
        if ahead:
            return ngettext("%(num)d minute left", "%(num)d minutes left", n)
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", n)
    if size < 86400:
        n = int(size // 3600)
        if ahead:
            return ngettext("%(num)d hour left", "%(num)d hours left", n)
        return ngettext("%(num)d hour ago", "%(num)d hours ago", n)
    n = int(size // 86400)
    if ahead:
        return ngettext("%(num)d day left", "%(num)d days left", n)
    return ngettext("%(num)d day ago", "%(num)d days ago", n)


def money(fen: int) -> str:
    """Yuan from fen: ¥1,234.50; whole yuan without decimals."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}" + (f".{rest:02d}" if rest else "")


def area(centi: int) -> str:
    """Square metres from units of 0.01 m²."""
    whole, rest = divmod(centi, 100)
    return f"{whole:,}" + (f".{rest:02d}" if rest else "") + "㎡"


FILTERS = {f.__name__: f for f in (day, moment, until, relative, money, area)}


def read_words() -> tuple[Catalog, list[str]]:
    """The rooms' catalogues joined, and a line for each msgid that two rooms translate differently."""
    joined, home, faults = Catalog(locale="zh_Hans_CN", fuzzy=False), {}, []
    for path in sorted((TRANSLATIONS / "rooms").glob("*.po")):
        with path.open("rb") as source:
            room = pofile.read_po(source, locale="zh_Hans_CN")
        for message in room:
            if not message.id or not message.string:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            first = home.setdefault(key, (message.string, path.name))
            if first[0] != message.string:
                faults.append(f"{path.name} and {first[1]} translate {key!r} differently")
            elif first[1] == path.name:
                joined.add(message.id, message.string, flags=message.flags)
    return joined, faults


def compile_words() -> int:
    """Write the joined catalogue to `messages.mo`; returns the number of messages."""
    newest = _newest_words()
    joined, _faults = read_words()
    JOINED.parent.mkdir(parents=True, exist_ok=True)
    draft = JOINED.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as out:
        mofile.write_mo(out, joined)
    os.utime(draft, ns=(newest, newest))
    draft.replace(JOINED)  # whole or not at all: other processes may be reading it
    return len(joined)


def refresh_words() -> None:
    """Compile what is missing or was joined from other catalogues; a start need not wait otherwise."""
    if not JOINED.exists() or JOINED.stat().st_mtime_ns != _newest_words():
        compile_words()


def _newest_words():
    """When a room's catalogue, or which there are, or this file was changed last; nanoseconds."""
    rooms = TRANSLATIONS / "rooms"
    return max(path.stat().st_mtime_ns for path in (rooms, Path(__file__), *rooms.glob("*.po")))


def register(app) -> None:
    """Filters, globals and the appearance link."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        large_text=large_text, chinese=chinese, get_locale=get_locale, today=local_today,
        **phrases.FOR_TEMPLATES,
    )  # fmt: skip
    app.add_url_rule("/appearance", "appearance", appearance)
