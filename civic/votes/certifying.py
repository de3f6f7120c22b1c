"""核定: a body vouches for the count once nothing is open any more; and what the convening body announced.

Of a secret vote the rows that name homes go with it: they were kept for challenges only.
"""

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from civic.councils.models import Body
from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.votes.entered import challenges_of
from civic.votes.entered_models import (
    DAYS_TO_OBJECT,
    Announcement,
    Certification,
    EnteredBallot,
    EntryChallenge,
    Ruling,
)
from civic.votes.keying import OFFICES
from civic.votes.models import Vote
from civic.votes.paper_models import PaperBallot, PaperVisit
from civic.votes.papers import thread_of
from civic.votes.states import VoteState
from civic.votes.terms import Conduct

CERTIFIED = act("vote.certified", public={"body"})
ANNOUNCED = act("vote.announced", public={"announced_on"})


def office_of(user, community_id: int) -> Body | None:
    """The body somebody in the community office vouches for."""
    for role, kind in OFFICES.items():
        if user.has_role(role, community_id=community_id):
            found = select(Body).where(Body.kind == kind, Body.community_id == community_id)
            body = db.session.scalar(found.order_by(Body.id).limit(1))
            if body is not None:
                return body
    return None


def certify(vote, body: Body, *, by) -> Certification:
    """Vouch for the count, whose paper added up or it would not be closed. Raises Conflict while homes
    may object or a challenge is open, and for good when a counted ballot was not its home's."""
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.CLOSED or vote.conduct == Conduct.EXTERNAL:
        raise Conflict(_("Only a counted vote can be certified."), _("Wait for the count."))
    if db.session.get(Certification, vote.id):
        raise Conflict(_("This count is certified already."), _("Load the page again."))
    _refuse_untold(vote)
    _refuse_challenged(challenges_of(vote))
    found = Certification(vote_id=vote.id, body_id=body.id, certified_by=by.id, certified_on=local_today())
    db.session.add(found)
    if vote.is_secret:
        _forget_homes(vote)
    record(CERTIFIED, subject=vote, thread=thread_of(vote), by=by, public={"body": body.id})
    return found


def _refuse_untold(vote):
    """Homes hear of what was entered in their name, and have days to object, before anybody vouches."""
    doubtful = select(func.count(EnteredBallot.roll_entry_id.distinct())).where(
        EnteredBallot.vote_id == vote.id
    )
    number = db.session.scalar(doubtful.where(EnteredBallot.may_be_doubted()))
    if number:
        raise Conflict(
            _("%(number)s homes still have time to say that a ballot was not theirs.", number=number),
            _("They are told the day after it was entered, and then have %(days)s days. Then come back.",
              days=DAYS_TO_OBJECT),
        )  # fmt: skip


def _refuse_challenged(challenges):
    waiting = sum(one.ruling is None for one in challenges)
    if waiting:
        raise Conflict(
            _("%(number)s homes say: that was not us. Until that is settled nobody can certify the count.",
              number=waiting),
            _("Ask the home and whoever handed the ballot in, then settle it with a reason."),
        )  # fmt: skip
    if any(one.ruling == Ruling.NOT_THEIRS for one in challenges):
        raise Conflict(
            _("A ballot was counted that was not its home's. This count cannot be certified."),
            _("The vote has to be held again."),
        )


def _forget_homes(vote):
    for table in (EnteredBallot, PaperVisit):
        db.session.execute(delete(table).where(table.vote_id == vote.id))
    for table in (PaperBallot, EntryChallenge):
        db.session.execute(update(table).where(table.vote_id == vote.id).values(roll_entry_id=None))


def announce(vote, words: str, on, *, by) -> Announcement:
    """Attach what the convening body announced, word for word; once. Only that makes a paper result hold."""
    vote = locked(Vote, vote.id)
    if vote.conduct != Conduct.PAPER or vote.state != VoteState.CLOSED:
        raise Conflict(_("Only the result of a counted paper vote is announced."), _("Wait for the count."))
    if db.session.get(Announcement, vote.id):
        raise Conflict(_("The announcement is attached already."), _("Load the page again."))
    if not words.strip() or on > local_today():
        raise Refused(
            _("Copy the announcement word for word, with the day it was made."), _("A day up to today.")
        )
    found = Announcement(vote_id=vote.id, words=words.strip(), announced_on=on, entered_by=by and by.id)
    db.session.add(found)
    record(ANNOUNCED, subject=vote, thread=thread_of(vote), by=by, public={"announced_on": on.isoformat()})
    return found
