"""What the paper gives to the count, and why it cannot be counted yet, in plain words with the numbers."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import String, delete, func, literal, select, union_all

from civic.errors import Conflict
from civic.extensions import db
from civic.votes.balance import Fault, Register, Sheet, faults
from civic.votes.models import Envelope, RollEntry
from civic.votes.paper_models import Fate, PaperBallot, PaperKeying, PaperSettlement, PaperSheet
from civic.votes.states import BallotKind, Channel, Standing, VoteState
from civic.votes.terms import Conduct


class PapersOpen(Conflict):
    """The count waits for the paper: it does not add up, or is not keyed and settled (409)."""


@dataclass(frozen=True)
class Read:
    """What is known of one ballot in the box: what each turn keyed, and how it was settled.

    A reading is (content, flaw); None where nobody has read it.
    """

    number: int
    first: tuple | None = None
    second: tuple | None = None
    settled: tuple | None = None

    @property
    def differs(self) -> bool:
        """Keyed twice, not alike, and nobody has settled it."""
        both = self.first is not None and self.second is not None
        return both and self.first != self.second and self.settled is None

    @property
    def agreed(self) -> tuple | None:
        """The reading that counts: the settled one, or the one both keyed alike."""
        if self.settled is not None:
            return self.settled
        return self.first if self.first is not None and self.first == self.second else None


def has_paper(vote) -> bool:
    """Whether ballots were issued, or the vote is held on paper altogether."""
    if vote.conduct == Conduct.PAPER:
        return True
    issued = select(PaperBallot.number).where(PaperBallot.vote_id == vote.id).limit(1)
    return db.session.scalar(issued) is not None


def entries_in_box(vote) -> dict[int, RollEntry | None]:
    """{number: unit of the roll} of the ballots that wait to be keyed.

    Named: by their own number. Secret: 1…n as stamped after the mixing, with no unit. A ballot whose
    home voted by phone on a later day, or which was set aside, is not among them.
    """
    if vote.is_secret and vote.state == VoteState.SEALED:  # the envelopes are gone: what was keyed remains
        keyed = select(PaperKeying.number).where(PaperKeying.vote_id == vote.id).distinct()
        return dict.fromkeys(db.session.scalars(keyed))
    there = select(Envelope.unit_ref).where(
        Envelope.vote_id == vote.id, Envelope.channel == Channel.PAPER, Envelope.standing == Standing.COUNTED
    )
    if vote.ballot_kind != BallotKind.NAMED:
        return dict.fromkeys(range(1, len(list(db.session.scalars(there))) + 1))
    named = RollEntry.unit_kind.cast(String) + ":" + RollEntry.unit_id.cast(String)
    returned = (
        select(PaperBallot.number, RollEntry)
        .join(RollEntry, RollEntry.id == PaperBallot.roll_entry_id)
        .where(PaperBallot.vote_id == vote.id, PaperBallot.fate == Fate.RETURNED, named.in_(there))
        .order_by(PaperBallot.number)
    )
    return dict(db.session.execute(returned).all())


def read_so_far(vote) -> list:
    """Rows (number, turn, keyed_by, content, flaw) of all that was keyed and, as turn 0, settled."""
    keyed = select(
        PaperKeying.number, PaperKeying.turn, PaperKeying.keyed_by, PaperKeying.content, PaperKeying.flaw
    ).where(PaperKeying.vote_id == vote.id)
    by, zero = PaperSettlement.settled_by, literal(0).label("turn")
    settled = select(PaperSettlement.number, zero, by, PaperSettlement.content, PaperSettlement.flaw)
    settled = settled.where(PaperSettlement.vote_id == vote.id)
    return db.session.execute(union_all(keyed, settled)).all()


def readings(vote, numbers) -> list[Read]:
    """What is known of these ballots, in the order of their numbers; one statement."""
    return readings_in(read_so_far(vote), numbers)


def readings_in(rows, numbers) -> list[Read]:
    """The same from rows that are loaded already."""
    known = {(row.number, row.turn): (row.content, row.flaw) for row in rows}
    return [
        Read(number, known.get((number, 1)), known.get((number, 2)), known.get((number, 0)))
        for number in sorted(numbers)
    ]


def register_in(issued: int, returned: int, spoiled: int, known: list[Read]) -> Register:
    """The figures of the register, beside what is known of the ballots in the box."""
    return Register(
        issued, returned, spoiled, in_box=len(known),
        settled=sum(one.agreed is not None for one in known), differing=sum(one.differs for one in known),
    )  # fmt: skip


def register_of(vote) -> Register:
    """The figures written down ballot by ballot; once counted, those of the box are in the result."""
    by_fate = dict.fromkeys(Fate, 0) | dict(
        db.session.execute(
            select(PaperBallot.fate, func.count())
            .where(PaperBallot.vote_id == vote.id)
            .group_by(PaperBallot.fate)
        ).all()
    )
    known = [] if vote.state == VoteState.CLOSED else readings(vote, entries_in_box(vote))
    issued = sum(by_fate.values())
    return register_in(issued, by_fate[Fate.RETURNED], by_fate[Fate.SPOILED], known)


def sheet_of(vote) -> Sheet | None:
    """The hand count; None before it is written down."""
    row = db.session.get(PaperSheet, vote.id)
    return row and Sheet(row.returned, row.spoiled, row.unreturned)


def refuse_unfinished(vote) -> None:
    """Raises PapersOpen, with the numbers, until all paper adds up, is keyed twice and settled."""
    if not has_paper(vote):
        return
    register, sheet = register_of(vote), sheet_of(vote)
    wrong = faults(register, sheet)
    if wrong:
        raise PapersOpen(*words_of(wrong[0], register, sheet))


def let_go(vote) -> None:
    """The count is written: note how many ballots were settled, and of a secret vote forget what each said.

    Who keyed what, and how, would else outlive the box: where few homes chose paper, that is their choice.
    """
    settled = select(func.count()).select_from(PaperSettlement).where(PaperSettlement.vote_id == vote.id)
    sheet = db.session.get(PaperSheet, vote.id)
    if sheet is not None:
        sheet.settled = db.session.scalar(settled)
    if vote.is_secret:
        for table in (PaperKeying, PaperSettlement):
            gone = delete(table).where(table.vote_id == vote.id)
            db.session.execute(gone.execution_options(synchronize_session=False))


def words_of(fault: Fault, register: Register, sheet: Sheet | None) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    figures = vars(register) | (vars(sheet) if sheet else {"unreturned": 0}) | {
        "registered": register.returned, "exchanged": register.spoiled,
        "together": sheet.together if sheet else 0, "left": register.in_box - register.settled,
    }  # fmt: skip
    found = {
        Fault.NOT_COUNTED: (
            _("The paper has not been counted by hand yet: %(issued)s ballots were issued, %(registered)s "
              "are entered as handed in, %(exchanged)s as spoiled.", **figures),
            _("Count the three heaps and write down the figures."),
        ),
        Fault.DOES_NOT_ADD_UP: (
            _("%(issued)s ballots were issued, but %(returned)s handed in, %(spoiled)s spoiled and "
              "%(unreturned)s not back are %(together)s together.", **figures),
            _("Count the three heaps once more; the sum must be the number issued."),
        ),
        Fault.RETURNED_DIFFER: (
            _("%(returned)s lie in the box, but %(registered)s are entered as handed in.", **figures),
            _("Compare the numbers on the envelopes with the list, door by door."),
        ),
        Fault.SPOILED_DIFFER: (
            _("%(spoiled)s spoiled ballots lie there, but %(exchanged)s are entered.", **figures),
            _("Compare the numbers of the spoiled ballots with the list."),
        ),
        Fault.DIFFERENCES: (
            _("%(differing)s ballots were keyed differently by the two bodies.", **figures),
            _("A third person looks at each and settles it."),
        ),
        Fault.NOT_KEYED: (
            _("%(left)s of the %(in_box)s ballots in the box are not keyed twice yet.", **figures),
            _("Both bodies key every ballot."),
        ),
    }  # fmt: skip
    return found[fault]


def contents_of(vote) -> list[dict]:
    """What the ballots in the box say that can be read; of a named vote with the unit's words and area."""
    in_box = entries_in_box(vote)
    found = []
    for one in readings(vote, in_box):
        content, _flaw = one.agreed or (None, None)
        if content is not None:
            entry = in_box[one.number]
            unit = {} if entry is None else {"unit": entry.label, "area": entry.area_centi}
            found.append(content | unit)
    return found
