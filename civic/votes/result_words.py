"""The result of a vote as one sentence, and as figures for threshold bars.

Advice "reached" or "did not reach the reference line"; it is never said to have passed, and nothing
here can ever say that the owners' meeting decided (I19).
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.locale import money
from civic.votes.bars import Bar, bar, figure, square
from civic.votes.outcomes import held_against, sums_of
from civic.votes.regimes import RULES, Measure, Outcome, Regime
from civic.votes.states import OUTCOME_LABELS, Method
from civic.votes.tallies import best_of
from civic.votes.tally import Voice
from civic.votes.terms import Conduct


def outcome_words(vote, result) -> str:
    """The result in a few words, as large as the headline."""
    if result.outcome != Outcome.VOID and vote.regime == Regime.ADVISORY:
        leaders = leaders_of(result)
        if len(leaders) == 1:
            outcome = OUTCOME_LABELS[result.outcome]
            return _("Option %(letter)s: %(outcome)s", letter=leaders[0], outcome=outcome)
    return _outcome(vote, result)


FROM_ELSEWHERE = {
    Outcome.PASSED: _l("The figures are enough"),
    Outcome.NOT_PASSED: _l("The figures are not enough"),
}


def _outcome(vote, result) -> str:
    """In words; of a vote held elsewhere only what its figures come to, for the decision is theirs."""
    if vote.conduct != Conduct.HERE and result.outcome in FROM_ELSEWHERE:
        return str(FROM_ELSEWHERE[result.outcome])
    return str(OUTCOME_LABELS[result.outcome])


def leaders_of(result) -> list[str]:
    """The letters that lead: one, several in a tie, or none."""
    counts = result.counts
    if "drawn" in counts:
        return [counts["drawn"]]
    if "tie" in counts:
        return list(counts["tie"])
    leader, _most = best_of(counts)
    return [leader] if leader else []


def is_by_area(vote) -> bool:
    """Whether areas count beside heads."""
    return Measure.AREA in RULES[vote.regime].measures


def arithmetic(vote, result) -> str:
    """The whole sum in one sentence that can be read aloud."""
    if vote.regime == Regime.COUNCIL:
        return _council(result)
    if vote.method == Method.YES_NO:
        return _yes_no(vote, result)
    roll, returned = figure(result.roll_size), figure(result.returned)
    need = vote.quorum.least(result.roll_size)
    if result.returned < need:
        return _(
            "Of %(roll)s households %(returned)s voted; %(need)s were asked for: it did not reach the line.",
            roll=roll, returned=returned, need=figure(need),
        )  # fmt: skip
    if "selected" in result.counts:
        return _projects(vote, result)
    leaders = leaders_of(result)
    if len(leaders) != 1:
        return _(
            "Of %(roll)s households %(returned)s voted; %(letters)s were named equally often: "
            "none reached the line.",
            roll=roll, returned=returned, letters=_(" and ").join(leaders),
        )  # fmt: skip
    part, whole = _figures(vote, result)
    words = {"roll": roll, "returned": returned, "letter": leaders[0], "most": figure(part)}
    words["least"] = figure(vote.threshold.least(whole))
    return SENTENCES[_way(vote, result), result.outcome == Outcome.REACHED] % words


def _figures(vote, result):
    return held_against(vote, {"counts": result.counts, "returned": result.returned})


AT_ONCE = "at once"  # a ranking whose first choices settled it


def _way(vote, result):
    """How the leading option's figure came about, for the right verb."""
    return AT_ONCE if len(result.counts.get("rounds", ())) == 1 else vote.method


SENTENCES = {
    (AT_ONCE, True): _l(
        "Of %(roll)s households %(returned)s voted; for %(most)s the first choice is %(letter)s and "
        "%(least)s were enough: it reached the reference line."
    ),
    (AT_ONCE, False): _l(
        "Of %(roll)s households %(returned)s voted; for most, %(most)s, the first choice is %(letter)s, "
        "but %(least)s were asked for: it did not reach the reference line."
    ),
    (Method.SINGLE, True): _l(
        "Of %(roll)s households %(returned)s voted; %(most)s chose %(letter)s and %(least)s were enough: "
        "it reached the reference line."
    ),
    (Method.SINGLE, False): _l(
        "Of %(roll)s households %(returned)s voted; most, %(most)s, chose %(letter)s, "
        "but %(least)s were asked for: it did not reach the reference line."
    ),
    (Method.APPROVAL, True): _l(
        "Of %(roll)s households %(returned)s voted; %(letter)s would do for %(most)s and %(least)s were "
        "enough: it reached the reference line."
    ),
    (Method.APPROVAL, False): _l(
        "Of %(roll)s households %(returned)s voted; %(letter)s would do for most, %(most)s, "
        "but %(least)s were asked for: it did not reach the reference line."
    ),
    (Method.RANKED, True): _l(
        "Of %(roll)s households %(returned)s voted; in the last round %(most)s stood behind %(letter)s and "
        "%(least)s were enough: it reached the reference line."
    ),
    (Method.RANKED, False): _l(
        "Of %(roll)s households %(returned)s voted; in the last round %(most)s stood behind %(letter)s, "
        "but %(least)s were asked for: it did not reach the reference line."
    ),
    (Method.SCORE, True): _l(
        "Of %(roll)s households %(returned)s voted; %(letter)s got most, %(most)s points, and %(least)s "
        "were enough: it reached the reference line."
    ),
    (Method.SCORE, False): _l(
        "Of %(roll)s households %(returned)s voted; %(letter)s got most, %(most)s points, "
        "but %(least)s were asked for: it did not reach the reference line."
    ),
}


def _projects(vote, result):
    words = {"roll": figure(result.roll_size), "returned": figure(result.returned)}
    words["letters"] = _(", ").join(result.counts["selected"]) or "–"
    if vote.is_from_file:  # in another money
        return _("%(returned)s people voted; the sum was enough for %(letters)s.", **words)
    words |= {"spent": money(result.counts["spent_fen"]), "sum": money(vote.budget_fen)}
    return _(
        "Of %(roll)s households %(returned)s voted; the sum is enough for %(letters)s: %(spent)s of %(sum)s.",
        **words,
    )


def _yes_no(vote, result):
    yes, no = (result.counts[word]["heads"] for word in ("yes", "no"))
    words = {
        "roll": figure(result.roll_size), "returned": figure(result.returned),
        "yes": figure(yes), "no": figure(no), "end": _outcome(vote, result),
    }  # fmt: skip
    if is_by_area(vote):
        return _(
            "Of %(roll)s owners %(returned)s took part; %(yes)s agreed, %(no)s did not: %(end)s.", **words
        )
    return _(
        "Of %(roll)s households %(returned)s took part; %(yes)s agreed, %(no)s did not: %(end)s.", **words
    )


def _council(result):
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
    if is_by_area(vote):
        return _("%(returned)s of %(roll)s owners took part", **words)
    if vote.is_from_file:
        return _("%(returned)s people voted", **words)
    return _("%(returned)s of %(roll)s households voted", **words)


def bars(vote, result) -> list[Bar]:
    """Each count against its line: taking part, then what the option that leads came to; areas beside."""
    if vote.method == Method.YES_NO and RULES[vote.regime].binding:
        return _lawful_bars(vote, result)
    if vote.is_from_file:
        return []  # nobody knows here how many were asked
    council = vote.regime == Regime.COUNCIL
    took_part = (
        _("%(whole)s seats, %(part)s spoke: %(met)s")
        if council
        else _("%(whole)s households, %(part)s voted: %(met)s")
    )
    found = [bar(result.returned, result.roll_size, vote.quorum, took_part)]
    leaders = leaders_of(result)
    if not council and len(leaders) == 1 or vote.method == Method.YES_NO:
        part, whole = _figures(vote, result)
        letter = leaders[0] if leaders else _("yes")
        pattern = str(CHOSE[_way(vote, result)]).replace("%(letter)s", letter)
        found.append(bar(part, whole, vote.threshold, pattern))
    return found


CHOSE = {
    AT_ONCE: _l("Of the %(whole)s who voted %(part)s made %(letter)s their first choice: %(met)s"),
    Method.SINGLE: _l("Of the %(whole)s who voted %(part)s chose %(letter)s: %(met)s"),
    Method.YES_NO: _l("Of the %(whole)s who voted %(part)s chose %(letter)s: %(met)s"),
    Method.APPROVAL: _l("Of the %(whole)s who voted %(letter)s would do for %(part)s: %(met)s"),
    Method.RANKED: _l(
        "Of the %(whole)s who voted %(part)s stood behind %(letter)s in the last round: %(met)s"
    ),
    Method.SCORE: _l("Of %(whole)s possible points %(letter)s got %(part)s: %(met)s"),
}  # fmt: skip


def _lawful_bars(vote, result):
    sums = sums_of(vote, {name: getattr(result, name) for name in ("counts", "returned", "returned_area")})
    owners = is_by_area(vote)
    heads, areas = sums[Measure.HEADS], sums[Measure.AREA]
    took_part = (
        _("%(whole)s owners, %(part)s took part: %(met)s")
        if owners
        else _("%(whole)s households, %(part)s took part: %(met)s")
    )
    agreed = (
        _("Of the %(whole)s who took part %(part)s agreed: %(met)s")
        if owners
        else _("Of the %(whole)s households that took part %(part)s agreed: %(met)s")
    )
    by_heads = [
        bar(heads.part, heads.whole, vote.quorum, took_part),
        bar(heads.favour, heads.part, vote.threshold, agreed),
    ]
    if not owners:
        return by_heads
    of_all = _("%(whole)s in all, %(part)s took part: %(met)s")
    of_those = _("Of the %(whole)s that took part %(part)s agreed: %(met)s")
    by_area = [
        bar(areas.part, areas.whole, vote.quorum, of_all, square),
        bar(areas.favour, areas.part, vote.threshold, of_those, square),
    ]
    return [by_heads[0], by_area[0], by_heads[1], by_area[1]]
