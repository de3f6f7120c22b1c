"""A filled-in ballot read back in words, before it is sent."""

from dataclasses import dataclass

from flask_babel import gettext as _

from civic.votes.ballot_forms import ANSWERS
from civic.votes.states import Method
from civic.votes.tally import SpoiledBallot


@dataclass(frozen=True)
class Line:
    """One line of it: an option, words beside it, or words alone."""

    option: object = None
    words: str = ""


def read_back(paper, form) -> list[Line]:
    """The ballot line by line; nothing when it is not a whole one yet."""
    if paper.vote.method == Method.CONSENT:
        return []
    try:
        content = form.sheet.check(form.content())
    except (SpoiledBallot, TypeError, ValueError):
        return []
    return READERS[paper.vote.method](content, {one.letter: one for one in paper.options})


def _answer(content, _options):
    return [Line(words=str(ANSWERS[content["choice"]]))]


def _ranking(content, options):
    places = enumerate(content["ranking"], 1)
    return [Line(options[letter], _("choice no. %(place)s", place=place)) for place, letter in places]


def _points(content, options):
    given = content.get("scores") or content.get("points") or {}
    return [Line(options[letter], _("%(points)s points", points=points)) for letter, points in given.items()]


def _approved(content, options):
    return [Line(options[letter]) for letter in content["approved"]]


READERS = {
    Method.YES_NO: _answer,
    Method.SINGLE: lambda content, options: [Line(options[content["choice"]])],
    Method.RANKED: _ranking,
    Method.APPROVAL: _approved,
    Method.PROJECTS: _approved,
    Method.SCORE: _points,
    Method.POINTS: _points,
}
