"""A row of a run as a page shows it: rates in percent with n and their Wilson interval. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from civic.reviews import rates, wilson


@dataclass(frozen=True)
class Figure:
    """One rate: exact share, digits, n, and the interval in percent."""

    name: str
    label: object
    share: Fraction | None
    percent: str | None
    n: int
    low: object = None
    high: object = None


@dataclass(frozen=True)
class Figures:
    """The three rates, the same without answers written down for somebody, and two dimensions beside."""

    three: list
    own: list
    further: list


LABELS = {
    "response": _l("Response"),
    "resolution": _l("Resolution"),
    "satisfaction": _l("Satisfaction"),
    "first_receiver": _l("First receiver sees it through"),
    "proactive": _l("Found before anybody called"),
}


def _figure(name, share, n):
    if share is None:
        return Figure(name, LABELS[name], None, None, n)
    return Figure(name, LABELS[name], share, rates.percent(share), n, *wilson.interval(share, n))


def of(row, scheme) -> Figures:
    """Everything a page says of one row."""
    half = scheme.basically_is_half
    first = Fraction(row.first_kept, row.first) if row.first else None
    return Figures(
        [
            _figure("response", rates.response(row), row.legs),
            _figure("resolution", rates.resolution(row), row.callbacks),
            _figure("satisfaction", rates.satisfaction(row, half), row.rated),
        ],
        [
            _figure("resolution", rates.resolution(row, own=True), row.own_callbacks),
            _figure("satisfaction", rates.satisfaction(row, half, own=True), row.own_rated),
        ],
        [
            _figure("first_receiver", first, row.first),
            _figure("proactive", rates.proactive(row), row.orders - row.excluded),
        ],
    )
