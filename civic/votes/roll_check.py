"""The roll is drawn before the opening and hangs out: every home looks at its own line and may object.

Votes by law cannot open without it. Whoever draws anew lets the days run again, so that nobody changes
the roll at the last minute.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.database import local_today, locked
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household, Place
from civic.votes import roll
from civic.votes.models import Vote
from civic.votes.papers import thread_of
from civic.votes.regimes import OF_HOMES, RULES, Unit
from civic.votes.roll_models import DAYS_TO_CHECK, Answer, RollObjection
from civic.votes.states import VoteState
from civic.votes.terms import Conduct

DRAWN = act("roll.drawn", public={"roll_size", "roll_area", "roll_root"})
OBJECTED = act("roll.objected")
ANSWERED = act("roll.objection_answered", public={"ruling", "objection"})


def opens_from(vote) -> date | None:
    """The first day on which a vote with this roll may open; None before it is drawn."""
    return vote.roll_drawn_on and vote.roll_drawn_on + timedelta(days=DAYS_TO_CHECK + 1)


def draw(vote, *, by) -> Vote:
    """Put count, area and root of the roll out for everybody to check. Again, after a correction.

    Raises Conflict once the vote is open, Refused when nobody would be on it.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.DRAFT:
        raise Conflict(_("The roll is frozen: the vote has opened."), _("Load the page again."))
    if vote.unit not in OF_HOMES:
        raise Refused(_("The seats of a council are its roll."), _("Nothing needs to be drawn."))
    lines = roll.lines_of(vote)
    if not lines:
        raise Refused(_("Nobody is on the roll, so nobody could vote."), _("Check the homes or seats first."))
    vote.roll_size, vote.roll_root = len(lines), roll.root_of(lines)
    vote.roll_area = sum(line["area_centi"] for line in lines)
    vote.roll_drawn_on = local_today()
    record(DRAWN, subject=vote, thread=thread_of(vote), by=by, public={
        "roll_size": vote.roll_size, "roll_area": vote.roll_area, "roll_root": vote.roll_root,
    })  # fmt: skip
    return vote


def by_law(vote) -> bool:
    """Whether what comes out binds homes or owners: then nobody opens it before the roll was checked."""
    return RULES[vote.regime].binding and vote.unit in OF_HOMES and vote.conduct != Conduct.EXTERNAL


def refuse_unchecked(vote, lines) -> None:
    """The guard of the opening: drawn long enough ago, nothing open, and still the same lines.

    Raises Refused, each with what to do. A vote of our own needs no drawing, but heeds objections.
    """
    if vote.roll_drawn_on is None:
        if by_law(vote):
            raise Refused(
                _("The roll has not been drawn: nobody could check their line."),
                _("Draw the roll, let it hang out for three days, then open the vote."),
            )
        return
    if waiting := open_objections(vote):
        raise Refused(
            _("%(number)s homes say that the roll is wrong, and have no answer yet.", number=waiting),
            _("Answer each of them first."),
        )
    if by_law(vote) and local_today() < opens_from(vote):
        raise Refused(
            _("The roll must hang out for three whole days first; it was drawn on %(day)s.",
              day=vote.roll_drawn_on.isoformat()),
            _("Open the vote the day after."),
        )  # fmt: skip
    if roll.root_of(lines) != vote.roll_root:
        raise Refused(
            _("The roll has changed since it was drawn: a home, an area or an owner is another one."),
            _("Draw it again, so that everybody can check it."),
        )


def open_objections(vote) -> int:
    """How many homes wait for an answer."""
    waiting = select(func.count()).select_from(RollObjection)
    return db.session.scalar(waiting.where(RollObjection.vote_id == vote.id, RollObjection.ruling.is_(None)))


@dataclass(frozen=True)
class OwnLine:
    """A home with the line it stands in: how many homes are one head there, and their area in 0.01 m²."""

    home: Household
    homes: int
    area_centi: int


def lines_for(vote, homes) -> list[OwnLine]:
    """The lines of these homes as they are now; a home that is not asked has none."""
    if not homes:
        return []
    path = select(Place.path).where(Place.id == vote.place_id).scalar_subquery()
    here = (
        select(Household)
        .join(Place, Place.id == Household.door_id)
        .options(joinedload(Household.door))
        .where(Household.id.in_(homes), Household.community_id == vote.community_id)
        .where(Place.path >= path, Place.path < path + "~")
        .order_by(Household.id)
    )
    heads = roll.heads_of(vote) if vote.unit == Unit.OWNER else ()
    head_of = {home: head for head in heads for home in head.homes}
    found = []
    for home in db.session.scalars(here):
        head = head_of.get(home.id)
        count, area = (len(head.homes), head.area_centi) if head else (1, home.area_centi)
        found.append(OwnLine(home, count, area))
    return found


def object_to(vote, home: Household, words: str, *, by) -> RollObjection:
    """A home says what is wrong. Raises Conflict once the vote is open or while one of its waits."""
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.DRAFT or vote.roll_drawn_on is None:
        raise Conflict(
            _("The roll is not hanging out now."), _("Whoever doubts a result can challenge it in court.")
        )
    if not words.strip():
        raise Refused(_("Say what is wrong, in a sentence or two."))
    open_one = select(RollObjection.id).where(
        RollObjection.vote_id == vote.id,
        RollObjection.household_id == home.id,
        RollObjection.ruling.is_(None),
    )
    if db.session.scalar(open_one):
        raise Conflict(
            _("Your home has objected already; the answer is still to come."), _("Load the page again.")
        )
    found = RollObjection(vote_id=vote.id, household_id=home.id, words=words.strip(), raised_by=by.id)
    found.raised_on = local_today()
    db.session.add(found)
    record(OBJECTED, subject=vote, thread=thread_of(vote))
    return found


def answer(found: RollObjection, *, upheld: bool, reason: str, by) -> Answer:
    """Settle it with a reason. Upheld: the roll counts as not drawn until it is drawn again."""
    vote, found = locked(Vote, found.vote_id), locked(RollObjection, found.id)
    if found.ruling is not None:
        raise Conflict(_("This is settled already."), _("Load the page again."))
    if not reason.strip():
        raise Refused(_("Say what was found, and who was asked."), _("One or two sentences are enough."))
    found.ruling = Answer.UPHELD if upheld else Answer.REFUSED
    found.reason, found.settled_by, found.settled_on = reason.strip(), by.id, local_today()
    if upheld and vote.state == VoteState.DRAFT:
        vote.roll_drawn_on = None
    record(ANSWERED, subject=vote, thread=thread_of(vote), by=by, public={
        "ruling": found.ruling.value, "objection": found.id,
    })  # fmt: skip
    return found.ruling


def objections_of(vote) -> list[RollObjection]:
    """All of them, the oldest first, homes and doors loaded."""
    homes = joinedload(RollObjection.household).joinedload(Household.door)
    wanted = select(RollObjection).options(homes).where(RollObjection.vote_id == vote.id)
    return list(db.session.scalars(wanted.order_by(RollObjection.id)))


def objection_or_404(no, number) -> RollObjection:
    """One objection that waits; raises NotFound."""
    found = next((one for one in _vote_objections(no) if one.id == number and one.ruling is None), None)
    if found is None:
        raise NotFound(None)
    return found


def _vote_objections(no):
    vote = db.session.get(Vote, no)
    return objections_of(vote) if vote else []
