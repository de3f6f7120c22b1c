"""A count held against its line: the figures of a bar, and the sentence beside it."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

SHARES = {
    Fraction(1, 2): _l("half"),
    Fraction(1, 3): _l("a third"),
    Fraction(2, 3): _l("two thirds"),
    Fraction(3, 4): _l("three quarters"),
    Fraction(1): _l("all"),
}


@dataclass(frozen=True)
class Bar:
    """One count against its line."""

    value: int
    total: int
    line: Fraction
    met: bool
    sentence: str
    detail: str


def _share(line):
    return SHARES.get(line.share, f"{line.share.numerator}/{line.share.denominator}")


def share_words(line) -> str:
    """ "at least two thirds" or "more than half"."""
    share = _share(line)
    return _("more than %(share)s", share=share) if line.strict else _("at least %(share)s", share=share)


def percent(part: int, whole: int) -> str:
    """One decimal, for the details only; nothing is decided by it."""
    return f"{part * 100 / whole:.1f}%" if whole else "0%"


def figure(number: int) -> str:
    """1,032."""
    return f"{number:,}"


def square(centi: int) -> str:
    """Square metres from units of 0.01 m²."""
    return f"{centi / 100:,.2f}".rstrip("0").rstrip(".") + "㎡"


def bar(part, whole, line, pattern, written=figure) -> Bar:
    met = line.reached(part, whole)
    sentence = pattern % {"whole": written(whole), "part": written(part), "met": _met_words(line, met)}
    return Bar(part, whole, line.share, met, sentence, _detail(part, whole, line, written))


def _met_words(line, met) -> str:
    """ "enough for two thirds ✓", "not more than half", …: whether a line is reached, in words."""
    share = _share(line)
    if line.strict:
        return _("more than %(share)s ✓", share=share) if met else _("not more than %(share)s", share=share)
    return _("enough for %(share)s ✓", share=share) if met else _("short of %(share)s", share=share)


def _detail(part, whole, line, written):
    return _(
        "%(part)s of %(whole)s are %(percent)s; %(line)s would be %(least)s.",
        part=written(part), whole=written(whole), percent=percent(part, whole),
        line=share_words(line), least=written(line.least(whole)),
    )  # fmt: skip
