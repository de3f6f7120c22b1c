"""Where two keyers read a ballot differently, a third person looks at it and says what it says, and why."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import local_today, locked
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.votes import paper_count
from civic.votes.models import Vote
from civic.votes.paper_models import IN_THE_BOX, PaperKeying, PaperSettlement
from civic.votes.papers import thread_of
from civic.votes.states import VoteState

SETTLED = act("paper.settled", public={"number"})


def differences(vote) -> list:
    """Ballots keyed twice and not alike that wait for a third person (paper_count.Read)."""
    return [one for one in paper_count.readings(vote, paper_count.entries_in_box(vote)) if one.differs]


def settled(vote) -> list:
    """What was settled, with its reason; in the order of the numbers."""
    wanted = select(PaperSettlement).where(PaperSettlement.vote_id == vote.id)
    return list(db.session.scalars(wanted.order_by(PaperSettlement.number)))


def settle(vote, number: int, *, content=None, flaw=None, reason: str, by) -> None:
    """Say what ballot `number` says. Raises NotAllowed for one of its two keyers, Conflict without a
    difference, Refused without a reason."""
    vote = locked(Vote, vote.id)
    if vote.state not in (VoteState.OPEN, VoteState.COUNTING):
        raise Conflict(_("The count is done; nothing is settled any more."))
    if (content is None) == (flaw is None) or (flaw is not None and flaw not in IN_THE_BOX):
        raise Refused(_("Say what is marked, or why the ballot does not count."))
    if not reason.strip():
        raise Refused(
            _("Say why the ballot is to be read like this."),
            _("One sentence is enough."),
        )
    keyed = select(PaperKeying.keyed_by).where(PaperKeying.vote_id == vote.id, PaperKeying.number == number)
    if by.id in set(db.session.scalars(keyed)):
        raise NotAllowed(_("You keyed this ballot yourself."), _("Somebody who did not has to look at it."))
    if number not in {one.number for one in differences(vote)}:
        raise Conflict(_("Ballot %(no)s has no difference to settle.", no=number), _("Load the page again."))
    db.session.add(PaperSettlement(
        vote_id=vote.id, number=number, content=content, flaw=flaw, reason=reason.strip(),
        settled_by=by.id, settled_on=local_today(),
    ))  # fmt: skip
    record(SETTLED, subject=vote, thread=thread_of(vote), by=by, public={"number": number})
