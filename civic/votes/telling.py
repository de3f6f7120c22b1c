"""The rule and the result of a vote as plain sentences and figures for threshold bars.

Advice "reached" or "did not reach the reference line"; it is never said to have passed, and nothing
here can ever say that the owners' meeting decided (I19).
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.locale import chinese, money
from civic.votes.bars import figure as figure
from civic.votes.bars import percent as percent
from civic.votes.bars import share_words as share_words
from civic.votes.methods import OF_MONEY
from civic.votes.regimes import RULES, Regime, Unit
from civic.votes.result_words import arithmetic as arithmetic
from civic.votes.result_words import bars as bars
from civic.votes.result_words import is_by_area as is_by_area
from civic.votes.result_words import leaders_of as leaders_of
from civic.votes.result_words import outcome_words as outcome_words
from civic.votes.result_words import turnout_words as turnout_words
from civic.votes.states import REGIME_LABELS, VOICE_LABELS, BallotKind, Channel, Method
from civic.votes.tally import Voice
from civic.votes.terms import BudgetRule, Conduct

SILENCE = _l("In this vote a ballot that does not come back is counted with the majority.")


def call_it(vote) -> str:
    """What a neighbour calls it: by who holds it, and only then by whose right (never mixed)."""
    if vote.conduct == Conduct.EXTERNAL:
        return _("A result from elsewhere")
    if vote.conduct == Conduct.PAPER:
        return _("A vote on paper")
    return str(REGIME_LABELS[vote.regime][0])


def may_be_called(matter) -> str:
    """What the result of a vote on this matter may be called, and by whom."""
    if matter.regime == Regime.ADVISORY:
        return _("A survey of wishes: it reaches its reference line or not; it is never said to have passed.")
    if matter.regime == Regime.COUNCIL:
        return _("An agreement among the bodies: no seat objects.")
    if matter.regime == Regime.RESIDENTS_MEETING:
        return _(
            "A decision of the residents' meeting, announced by the residents' committee and filed with the "
            "street office."
        )
    if matter.rule.on_paper:
        return _(
            "Theirs alone to announce. Counted here on paper it is called a count result; brought in from "
            "outside, a result from elsewhere."
        )
    return _("Theirs alone to announce. Here it is called a result from elsewhere.")


def regime_words(regime) -> str:
    """Who decides under a regime, by its legal name."""
    return str(REGIME_LABELS[regime][1])


def legal_name(vote) -> str:
    """The small print below it."""
    return str(REGIME_LABELS[vote.regime][1])


def unit_line(vote) -> str:
    """Who has a ballot, in three words."""
    if vote.regime == Regime.COUNCIL:
        return _("one voice a seat")
    if vote.unit == Unit.PERSON:
        return _("one ballot a person")
    return _("one ballot an owner") if is_by_area(vote) else _("one ballot a household")


def rule_sentence(vote) -> str:
    """What has to come together for a result, in one sentence fixed before the opening."""
    if vote.regime == Regime.COUNCIL:
        return _(
            "It is adopted when %(quorum)s of the seats speak and none of them objects.",
            quorum=share_words(vote.quorum),
        )
    if vote.is_from_file:
        return _("The sum was given out by the rule of those who held the vote; it is named below.")
    words = {"quorum": share_words(vote.quorum), "threshold": share_words(vote.threshold)}
    if RULES[vote.regime].binding:
        return _lawful_rule(vote, words)
    said = str(RULE_SENTENCES.get(vote.method, RULE_SENTENCES[Method.SINGLE])) % words
    if vote.method not in OF_MONEY:
        return said
    return f"{said}{'' if chinese() else ' '}{money_sentence(vote)}"


def money_sentence(vote) -> str:
    """How much is given out and how, in words that can be done by hand."""
    if vote.budget_rule == BudgetRule.EQUAL_SHARES:
        return _(
            "There are %(sum)s to give out, an equal part for every ballot. A project is paid by those who "
            "support it, each the same price for what it gives them; the project with the lowest price comes "
            "first. Then every part is raised by one yuan at a time as long as all that is chosen fits into "
            "the sum, and what is left goes down the list of support.",
            sum=money(vote.budget_fen),
        )
    return _(
        "There are %(sum)s to give out: the most supported project first, then the next that still fits, "
        "until the list is at its end. A project nobody names gets nothing.",
        sum=money(vote.budget_fen),
    )


RULE_SENTENCES = {
    Method.SINGLE: _l(
        "The reference line: %(quorum)s of the households send a ballot back, and one option gets "
        "%(threshold)s of these ballots. This is advice: it decides nothing by itself."
    ),
    Method.RANKED: _l(
        "The reference line: %(quorum)s of the households send a ballot back, and in the last round "
        "%(threshold)s of these ballots stand behind one option. Round by round the option with the fewest "
        "leaves and its ballots go to their next choice; of two alike the one leaves that had fewer in the "
        "round before. This is advice: it decides nothing by itself."
    ),
    Method.SCORE: _l(
        "The reference line: %(quorum)s of the households send a ballot back, and one option gets "
        "%(threshold)s of all possible points. This is advice: it decides nothing by itself."
    ),
    Method.PROJECTS: _l(
        "%(quorum)s of the households have to send a ballot back. Then the sum is given as told below, until "
        "nothing more fits; of two alike the one earlier on the ballot comes first. This is advice."
    ),
}
RULE_SENTENCES[Method.POINTS] = RULE_SENTENCES[Method.PROJECTS]


def _lawful_rule(vote, words):
    if is_by_area(vote):
        return _(
            "It counts when %(quorum)s of the owners, with %(quorum)s of the floor area, take part; it "
            "carries when %(threshold)s of both agree.", **words,
        )  # fmt: skip
    return _(
        "It counts when %(quorum)s of those on the roll take part; it carries when %(threshold)s of them "
        "agree.",
        **words,
    )


def how_to_fill_in(vote) -> str:
    """What one does with this ballot, in one sentence above the options."""
    words = {
        Method.SINGLE: _("Choose one option."),
        Method.APPROVAL: _("Tick every option that would do for you; at least one."),
        Method.RANKED: _(
            "Say which option comes first for you, which second, and so on. You may stop early."
        ),
        Method.SCORE: _("Give each option points, up to %(most)s.", most=vote.points_most),
        Method.PROJECTS: _("Tick the projects the money should go to; at least one."),
        Method.POINTS: _("You have %(most)s points. Share them out as you like.", most=vote.points_most),
        Method.YES_NO: _("Choose one of the three answers."),
    }
    marks = vote.cannot_accept and vote.method in (
        Method.SINGLE,
        Method.APPROVAL,
        Method.RANKED,
        Method.SCORE,
    )
    beside = _("Beside each you can mark that your household cannot accept it.") if marks else ""
    return f"{words[vote.method]}{'' if chinese() else ' '}{beside}".strip()


def who_sees(vote) -> str:
    """Who can see what, in one plain sentence."""
    if vote.conduct == Conduct.PAPER:
        return paper_seen(vote)
    if vote.ballot_kind == BallotKind.CODE:
        return _(
            "Nobody knows who drew which code, the site neither. Ballots lie sealed, are shuffled and opened "
            "together after the close."
        )
    if vote.is_secret:
        return _(
            "What your household chooses is shown to nobody, not to staff either: ballots lie sealed, are "
            "shuffled and opened together after the close, and then nobody can tell whose is whose."
        )
    return _("Every seat speaks in the open: what it says, and why, stands on this page for everybody.")


def paper_seen(vote) -> str:
    """The same of a ballot on paper."""
    if vote.is_secret:
        return _(
            "The number stands on the outer envelope only. After the close the envelopes are opened and "
            "mixed; on the ballot inside nothing says whose it is."
        )
    return _(
        "Floor areas count here, so each ballot carries its number: whoever keys it can look up the home. "
        "In public stand the areas and the sums, no homes."
    )


def channels(result) -> list[tuple[str, object]]:
    """The channels ballots came by, with their names, in a fixed order."""
    return [(one.value, one.label) for one in Channel if one.value in result.by_channel]


def voice_words(voice) -> str:
    """What a seat said, in its own words."""
    return str(VOICE_LABELS[Voice(voice)][0]) if voice else ""
