"""How far the paper of a vote is, for the office: everything its page shows, in seven statements at most."""

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Body
from civic.errors import NotFound
from civic.extensions import db
from civic.votes import keying, paper_count, paper_register
from civic.votes.balance import Register, Sheet
from civic.votes.entered import challenges_of
from civic.votes.entered_models import EntryChallenge
from civic.votes.keying import KeyingTable
from civic.votes.models import Vote
from civic.votes.paper_models import Fate, PaperBallot, PaperKeyer, PaperSheet
from civic.votes.queries import NUMBERS
from civic.votes.states import VoteState


@dataclass
class PaperOffice(KeyingTable):
    """The table at which ballots are keyed, with the bodies that could be named and the figures so far."""

    bodies: list = field(default_factory=list)
    sheet: Sheet | None = None
    issued: int = 0
    returned: int = 0
    spoiled: int = 0
    doubts: int = 0

    @cached_property
    def _rows(self):
        return [] if self.vote.state == VoteState.CLOSED else paper_count.read_so_far(self.vote)

    @cached_property
    def _known(self):
        counted = self.vote.state == VoteState.CLOSED
        return [] if counted else paper_count.readings_in(self._rows, paper_count.entries_in_box(self.vote))

    @property
    def register(self) -> Register:
        """The figures written down ballot by ballot."""
        return paper_count.register_in(self.issued, self.returned, self.spoiled, self._known)

    @property
    def differences(self) -> list:
        """Ballots that wait for a third person."""
        return [one for one in self._known if one.differs]

    @property
    def may_begin(self) -> bool:
        """Whether ballots can be keyed now."""
        return keying.may_begin_with(self.vote, self.sheet is not None)

    def turn_of(self, user) -> int | None:
        """The turn this person keys in."""
        begun = next((row.turn for row in self._rows if row.turn and row.keyed_by == user.id), None)
        return keying.turn_after(self, user, begun)

    def left_to(self, turn: int | None) -> int:
        """How many ballots this turn has not keyed."""
        return sum((one.first, one.second)[turn - 1] is None for one in self._known) if turn else 0

    @cached_property
    def doors(self) -> list:
        """Door by door: (door, issued, handed in)."""
        return paper_register.doors_with_counts(self.vote)

    @cached_property
    def challenges(self) -> list:
        """What homes said: 这不是我投的."""
        return challenges_of(self.vote) if self.doubts else []


def office_or_404(no) -> PaperOffice:
    """The vote with what its paper came to, in two statements; raises NotFound."""

    def number_of(model, *wanted):
        return (
            select(func.count()).select_from(model).where(model.vote_id == Vote.id, *wanted).scalar_subquery()
        )

    asked = (
        select(
            Vote, PaperSheet, number_of(PaperBallot),
            number_of(PaperBallot, PaperBallot.fate == Fate.RETURNED),
            number_of(PaperBallot, PaperBallot.fate == Fate.SPOILED), number_of(EntryChallenge),
        )
        .outerjoin(PaperSheet, PaperSheet.vote_id == Vote.id)
        .options(joinedload(Vote.thread))
        .where(Vote.id == no)
    )  # fmt: skip
    found = db.session.execute(asked).one_or_none() if 0 < no < NUMBERS else None
    if found is None:
        raise NotFound(None)
    vote, row, *figures = found
    sheet = row and Sheet(row.returned, row.spoiled, row.unreturned)
    return PaperOffice(vote, *_bodies(vote), sheet, *figures)


def _bodies(vote):
    """(keyers in their order, bodies that could be named), in one statement."""
    mine = (PaperKeyer.body_id == Body.id) & (PaperKeyer.vote_id == vote.id)
    here = or_(
        Body.community_id == vote.community_id, Body.community_id.is_(None), PaperKeyer.turn.is_not(None)
    )
    rows = select(Body, PaperKeyer).outerjoin(PaperKeyer, mine).where(here)
    found = db.session.execute(rows.order_by(Body.community_id.is_(None), Body.id)).all()
    keyers = sorted((keyer for _body, keyer in found if keyer), key=lambda keyer: keyer.turn)
    return keyers, [body for body, _keyer in found]
