"""The table of a count: which columns it has for each method, and what it says below."""

from dataclasses import dataclass

from flask_babel import gettext as _

from civic.accounts.household_codes import grouped
from civic.locale import money
from civic.votes.ballot_forms import ANSWERS
from civic.votes.bars import figure, square
from civic.votes.result_words import is_by_area
from civic.votes.states import Method
from civic.votes.telling import may_be_called, regime_words, share_words
from civic.votes.terms import TieRule


@dataclass(frozen=True)
class Column:
    """A title, and what stands under it for each row (letter or answer)."""

    title: str
    cells: dict

    def of(self, row) -> str:
        """The cell of a row; a dash where it has none."""
        return self.cells.get(row, "–")


def _figures(title, numbers):
    return Column(title, {row: figure(number) for row, number in numbers.items()})


def columns(vote, result) -> list[Column]:
    """The columns for this vote's method."""
    counts = result.counts
    found = BY_METHOD[vote.method](vote, counts)
    if "cannot" in counts:
        found.append(_figures(_("Cannot accept"), counts["cannot"]))
    return found


def _yes_no(vote, counts):
    found = [_figures(_("Ballots"), {word: counts[word]["heads"] for word in ANSWERS})]
    if is_by_area(vote):
        found.append(Column(_("Floor area"), {word: square(counts[word]["area"]) for word in ANSWERS}))
    return found


def _rounds(_vote, counts):
    if len(counts["rounds"]) < 2:
        return [_figures(_("First choice of"), counts["first"])]
    return [
        _figures(_("Round %(number)s", number=number), votes)
        for number, votes in enumerate(counts["rounds"], 1)
    ]


def _cost(option):
    """In yuan; of an election held elsewhere as its file says it."""
    return money(option.cost_fen) if option.cost_fen is not None else (option.facts or ["–"])[0]


def _projects(vote, counts):
    costs = Column(_("Costs"), {one.letter: _cost(one) for one in vote.options})
    gets = Column(_("Gets the money"), {letter: "✓" for letter in counts["selected"]})
    return [_figures(_("Support"), counts["support"]), costs, gets]


BY_METHOD = {
    Method.SINGLE: lambda vote, counts: [_figures(_("Chosen by"), counts["chosen"])],
    Method.APPROVAL: lambda vote, counts: [_figures(_("Would do for"), counts["approved"])],
    Method.SCORE: lambda vote, counts: [_figures(_("Points"), counts["sums"])],
    Method.RANKED: _rounds,
    Method.YES_NO: _yes_no,
    Method.PROJECTS: _projects,
    Method.POINTS: _projects,
}


def tally_rows(vote, result) -> list[tuple[str, int]]:
    """(what, how many) of each line of the sheet that is filled in while ballots are called out."""
    counts = result.counts
    if vote.method == Method.YES_NO:
        return [(str(label), counts[word]["heads"]) for word, label in ANSWERS.items()]
    figures = next((counts[name] for name in CALLED_OUT if name in counts), {})
    return [(f"{one.letter} {one.title}", figures[one.letter]) for one in vote.options if figures]


CALLED_OUT = ("chosen", "approved", "first", "sums", "support")


def tie_words(vote, result) -> str:
    """What the tie comes to by the rule fixed before the opening."""
    letters = _(" and ").join(result.counts["tie"])
    if vote.tie_rule == TieRule.NOT_CARRIED:
        return _(
            "%(letters)s stand alike; by the rule fixed beforehand none of them is carried.", letters=letters
        )
    if "drawn" in result.counts:
        return _(
            "%(letters)s stand alike. The draw named beforehand (%(draw)s) gave %(value)s: "
            "it falls on %(drawn)s.",
            letters=letters, draw=vote.draw_source, value=vote.draw_value, drawn=result.counts["drawn"],
        )  # fmt: skip
    return _(
        "%(letters)s stand alike; the draw named beforehand decides: %(draw)s.",
        letters=letters, draw=vote.draw_source,
    )  # fmt: skip


def duel_words(result) -> str:
    """What the comparison of every two says beside the run-off."""
    best = result.counts["condorcet"]
    if best is None:
        return _("Compared two by two, no option beats all the others.")
    return _("Compared two by two, %(letter)s beats every other option.", letter=best)


def register(app) -> None:
    """What the table's template asks for."""
    app.jinja_env.globals.update(
        may_be_called=may_be_called,
        regime_words=regime_words,
        share_words=share_words,
        count_columns=columns,
        tie_words=tie_words,
        duel_words=duel_words,
        count_answers=ANSWERS,
        grouped_code=grouped,
    )
