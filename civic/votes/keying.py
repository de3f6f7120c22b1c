"""Every ballot in the box is keyed twice, by two bodies blind to each other: what a keyer has to do.

Keying writes no entry in the record: the row says who keyed on which day, and of a secret vote the
number on it was stamped after the mixing. Differences are settled in settling.py.
"""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from civic.accounts.roles import Role
from civic.councils.models import Body, BodyKind
from civic.database import local_today
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.votes import paper_count, queries
from civic.votes.models import Vote
from civic.votes.paper_models import IN_THE_BOX, PaperKeyer, PaperKeying, PaperSheet
from civic.votes.states import VoteState

OFFICES = {Role.COMMUNITY_STAFF: BodyKind.RESIDENTS_COMMITTEE, Role.SECRETARY: BodyKind.PARTY_COMMITTEE}


@dataclass
class KeyingTable:
    """A vote whose paper is keyed, and the bodies that key it, first and second."""

    vote: Vote
    keyers: list = field(default_factory=list)

    def turns_of(self, user) -> list[int]:
        """The turns this person may key: those of bodies they act for."""
        return [one.turn for one in self.keyers if acts_for(user, one.body, self.vote.community_id)]


def acts_for(user, body: Body, community_id: int) -> bool:
    """By mandate, or by working in the office that is this body."""
    if body.id in user.body_ids:
        return True
    return any(
        user.has_role(role, community_id=community_id)
        for role, kind in OFFICES.items()
        if body.kind == kind and body.community_id == community_id
    )


def table_or_404(no) -> KeyingTable:
    """The vote with its keyers; raises NotFound."""
    vote = queries.vote_or_404(no)
    keyers = select(PaperKeyer).options(joinedload(PaperKeyer.body)).where(PaperKeyer.vote_id == vote.id)
    return KeyingTable(vote, list(db.session.scalars(keyers.order_by(PaperKeyer.turn))))


def turn_of(table: KeyingTable, user) -> int | None:
    """The turn this person keys in: the one they began, else the first that is theirs."""
    begun = select(PaperKeying.turn).where(
        PaperKeying.vote_id == table.vote.id, PaperKeying.keyed_by == user.id
    )
    return turn_after(table, user, db.session.scalar(begun.limit(1)))


def turn_after(table: KeyingTable, user, kept: int | None) -> int | None:
    """The same for whoever began as `kept`, None for whoever has not keyed yet."""
    turns = table.turns_of(user)
    return kept if kept in turns else (turns[0] if turns and kept is None else None)


def may_begin(vote) -> bool:
    """A named vote's ballots are keyed as they come; a secret one's after the hand count and the mixing."""
    return may_begin_with(vote, vote.is_secret and db.session.get(PaperSheet, vote.id) is not None)


def may_begin_with(vote, counted: bool) -> bool:
    """The same; `counted` says whether the hand count is written down."""
    if vote.is_secret:
        return vote.state == VoteState.COUNTING and counted
    return vote.state in (VoteState.OPEN, VoteState.COUNTING)


def left_to_key(vote, turn: int) -> list[int]:
    """Numbers of the ballots in the box that this turn has not keyed; says nothing of the other turn."""
    done = select(PaperKeying.number).where(PaperKeying.vote_id == vote.id, PaperKeying.turn == turn)
    return sorted(set(paper_count.entries_in_box(vote)) - set(db.session.scalars(done)))


def key(table: KeyingTable, number: int, *, content=None, flaw=None, by) -> None:
    """Write down what ballot `number` says, once and for good.

    Args: content — as contents.Sheet checks it; flaw — why it does not count, instead of a content.
    Raises NotAllowed for a person or body that may not, Conflict for a ballot not in the box or keyed
    already by this body or this person.
    """
    vote, turn = table.vote, turn_of(table, by)
    if turn is None:
        raise NotAllowed(
            _("These ballots are keyed by two bodies, and you act for neither, or keyed for the other."),
            _("Ask the secretary which bodies were named."),
        )
    if not may_begin(vote):
        raise Conflict(
            _("These ballots cannot be keyed now."),
            _("Of a secret vote they are keyed after the close, the hand count and the mixing."),
        )
    if (content is None) == (flaw is None) or (flaw is not None and flaw not in IN_THE_BOX):
        raise Refused(_("Say what is marked, or why the ballot does not count."))
    if number not in paper_count.entries_in_box(vote):
        raise Conflict(
            _("Ballot %(no)s is not in the box.", no=number), _("Look at the number on it once more.")
        )
    row = PaperKeying(vote_id=vote.id, number=number, turn=turn, keyed_by=by.id, content=content, flaw=flaw)
    row.keyed_on = local_today()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Conflict(
            _("Ballot %(no)s is keyed already by your body, or by you.", no=number), _("Take the next one.")
        ) from None
