"""The rule and the result of a vote as plain sentences and figures for threshold bars.

Advice "reached" or "did not reach the reference line"; it is never said to have passed, and nothing
here can ever say that the owners' meeting decided (I19).
"""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.votes.regimes import Outcome, Regime
from civic.votes.states import OUTCOME_LABELS, REGIME_LABELS, VOICE_LABELS, Channel
from civic.votes.tally import Voice

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


def call_it(vote) -> str:
    """What a neighbour calls this kind of vote."""
    return str(REGIME_LABELS[vote.regime][0])


def legal_name(vote) -> str:
    """The small print below it."""
    return str(REGIME_LABELS[vote.regime][1])


def unit_line(vote) -> str:
    """Who has a ballot, in three words."""
    return _("one voice a seat") if vote.regime == Regime.COUNCIL else _("one ballot a household")


def rule_sentence(vote) -> str:
    """What has to come together for a result, in one sentence fixed before the opening."""
    if vote.regime == Regime.COUNCIL:
        return _(
            "It is adopted when %(quorum)s of the seats speak and none of them objects.",
            quorum=share_words(vote.quorum),
        )
    return _(
        "The reference line: %(quorum)s of the households send a ballot back, and one option gets "
        "%(threshold)s of these ballots. This is advice: it decides nothing by itself.",
        quorum=share_words(vote.quorum),
        threshold=share_words(vote.threshold),
    )


def who_sees(vote) -> str:
    """Who can see what, in one plain sentence."""
    if vote.is_secret:
        return _(
            "What your household chooses is shown to nobody, not to staff either: ballots lie sealed, are "
            "shuffled and opened together after the close, and then nobody can tell whose is whose."
        )
    return _("Every seat speaks in the open: what it says, and why, stands on this page for everybody.")


def outcome_words(vote, result) -> str:
    """The result in a few words, as large as the headline."""
    if result.outcome == Outcome.VOID:
        return str(OUTCOME_LABELS[Outcome.VOID])
    if vote.regime != Regime.ADVISORY:
        return str(OUTCOME_LABELS[result.outcome])
    leaders = leaders_of(result)
    if len(leaders) == 1:
        return _("Option %(letter)s: %(outcome)s", letter=leaders[0], outcome=OUTCOME_LABELS[result.outcome])
    return str(OUTCOME_LABELS[result.outcome])


def leaders_of(result) -> list[str]:
    """The letters named most often."""
    chosen = result.counts.get("chosen", {})
    most = max(chosen.values(), default=0)
    return [letter for letter, number in chosen.items() if most and number == most]


def arithmetic(vote, result) -> str:
    """The whole sum in one sentence that can be read aloud."""
    if vote.regime == Regime.COUNCIL:
        return _council(vote, result)
    roll, returned = figure(result.roll_size), figure(result.returned)
    need = vote.quorum.least(result.roll_size)
    leaders = leaders_of(result)
    if result.returned < need:
        return _(
            "Of %(roll)s households %(returned)s voted; %(need)s were asked for: it did not reach the line.",
            roll=roll, returned=returned, need=figure(need),
        )  # fmt: skip
    if len(leaders) != 1:
        return _(
            "Of %(roll)s households %(returned)s voted; %(letters)s were named equally often: "
            "none reached the line.",
            roll=roll, returned=returned, letters=_(" and ").join(leaders),
        )  # fmt: skip
    words = {
        "roll": roll,
        "returned": returned,
        "letter": leaders[0],
        "most": figure(result.counts["chosen"][leaders[0]]),
        "least": figure(vote.threshold.least(result.returned)),
    }
    if result.outcome == Outcome.REACHED:
        return _(
            "Of %(roll)s households %(returned)s voted; %(most)s chose %(letter)s and %(least)s were enough: "
            "it reached the reference line.", **words,
        )  # fmt: skip
    return _(
        "Of %(roll)s households %(returned)s voted; most, %(most)s, chose %(letter)s, "
        "but %(least)s were asked for: it did not reach the reference line.", **words,
    )  # fmt: skip


def _council(vote, result):
    voices = result.counts["voices"]
    words = {
        "seats": result.roll_size,
        "spoke": result.returned,
        "consent": voices[Voice.CONSENT.value],
        "aside": voices[Voice.STAND_ASIDE.value],
        "object": voices[Voice.OBJECT.value],
    }
    said = _(
        "Of %(seats)s seats %(spoke)s spoke: %(consent)s agree, %(aside)s stand aside, %(object)s object.",
        **words,
    )
    ends = {
        Outcome.ADOPTED: _("Nobody objects, so it is adopted."),
        Outcome.REFERRED: _("A seat objects, so it goes back to the table."),
        Outcome.VOID: _("Too few spoke, so it does not count."),
    }
    return _("%(said)s %(end)s", said=said, end=ends[result.outcome])


def turnout_words(vote, result) -> str:
    """How many of how many, for a line in a list."""
    words = {"returned": figure(result.returned), "roll": figure(result.roll_size)}
    if vote.regime == Regime.COUNCIL:
        return _("%(returned)s of %(roll)s seats spoke", **words)
    return _("%(returned)s of %(roll)s households voted", **words)


def bars(vote, result) -> list[Bar]:
    """Each count against its line: taking part, then the option named most often."""
    council = vote.regime == Regime.COUNCIL
    roll, returned = result.roll_size, result.returned
    took_part = (
        _("%(whole)s seats, %(part)s spoke: %(met)s")
        if council
        else _("%(whole)s households, %(part)s voted: %(met)s")
    )
    found = [_bar(returned, roll, vote.quorum, took_part)]
    leaders = leaders_of(result)
    if not council and leaders:
        most = result.counts["chosen"][leaders[0]]
        chose = _("Of the %(whole)s who voted %(part)s chose %(letter)s: %(met)s", letter=leaders[0],
                  whole="%(whole)s", part="%(part)s", met="%(met)s")  # fmt: skip
        found.append(_bar(most, returned, vote.threshold, chose))
    return found


def _bar(part, whole, line, pattern) -> Bar:
    met = line.reached(part, whole)
    sentence = pattern % {"whole": figure(whole), "part": figure(part), "met": _met_words(line, met)}
    return Bar(part, whole, line.share, met, sentence, _detail(part, whole, line))


def _met_words(line, met) -> str:
    """ "enough for two thirds ✓", "not more than half", …: whether a line is reached, in words."""
    share = _share(line)
    if line.strict:
        return _("more than %(share)s ✓", share=share) if met else _("not more than %(share)s", share=share)
    return _("enough for %(share)s ✓", share=share) if met else _("short of %(share)s", share=share)


def _detail(part, whole, line):
    return _(
        "%(part)s of %(whole)s are %(percent)s; %(line)s would be %(least)s.",
        part=figure(part), whole=figure(whole), percent=percent(part, whole),
        line=share_words(line), least=figure(line.least(whole)),
    )  # fmt: skip


def channels(result) -> list[tuple[str, object]]:
    """The channels ballots came by, with their names, in a fixed order."""
    return [(one.value, one.label) for one in Channel if one.value in result.by_channel]


def voice_words(voice) -> str:
    """What a seat said, in its own words."""
    return str(VOICE_LABELS[Voice(voice)][0]) if voice else ""
