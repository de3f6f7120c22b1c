"""Opening a box in public (当众开票): who watches and counts, when and where, and who was there."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread
from civic.votes.box_models import BoxOpening, Office, OpeningOfficial, OpeningWitness, SealedBox
from civic.votes.holding import envelopes_in, holders_of
from civic.votes.models import Vote
from civic.votes.states import VoteState

ANNOUNCED = act("vote.opening_announced", public={"opening_at", "scrutineers", "by_objectors"})
WITNESSED = act("vote.opening_witnessed", public={"body"})
LEAST_SCRUTINEERS = 2
STROKES = "一丅下止"  # 1 to 4 strokes of 正
MOST_STROKES = 2000  # beyond that a sheet of 正 helps nobody


@dataclass(frozen=True)
class Announced:
    """Who opens the box when and where. Scrutineers are neither staff nor on the ballot."""

    opening_at: datetime
    place: str
    scrutineers: tuple[str, ...]
    for_objectors: str
    teller: str
    caller: str


def announce(vote, told: Announced, *, by) -> None:
    """Fix the opening before the vote opens. Raises Conflict, Refused."""
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.DRAFT:
        raise Conflict(
            _("The vote has opened; who opens the box is fixed."), _("Look at the page of the vote.")
        )
    everyone = [*told.scrutineers, told.for_objectors]
    if len(set(everyone)) < LEAST_SCRUTINEERS or len(set(everyone)) < len(everyone):
        raise Refused(
            _("At least two different people must watch, one of them named by those who object."),
            _("Ask two residents who are neither staff nor on the ballot."),
        )
    if {told.teller, told.caller} & set(everyone) or told.teller == told.caller:
        raise Refused(
            _("Whoever watches does not count or call, and nobody does both."), _("Name different people.")
        )
    if told.opening_at < vote.closes_at:
        raise Refused(_("The box cannot be opened before the close."), _("Choose a time after it."))
    db.session.execute(delete(OpeningOfficial).where(OpeningOfficial.vote_id == vote.id))
    vote.opening_at, vote.opening_place = told.opening_at, told.place
    named = [(Office.SCRUTINEER, name, False) for name in told.scrutineers]
    named += [(Office.SCRUTINEER, told.for_objectors, True)]
    named += [(Office.TELLER, told.teller, False), (Office.CALLER, told.caller, False)]
    for office, name, objectors in named:
        db.session.add(OpeningOfficial(vote_id=vote.id, office=office, name=name, by_objectors=objectors))
    record(ANNOUNCED, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "opening_at": told.opening_at.isoformat(), "scrutineers": len(everyone), "by_objectors": 1,
    })  # fmt: skip


def refuse_unannounced(vote) -> None:
    """A vote whose box holders open says before it opens who watches, when and where. Raises Refused."""
    if vote.holders_total and (vote.opening_at is None or not officials(vote)):
        raise Refused(
            _("It is not said yet who opens the box, when and where."), _("Fill that in under “Key holders”.")
        )


def witness(vote, *, by) -> None:
    """Somebody of a body says that they were there: once a person. Raises Conflict before the close."""
    vote = locked(Vote, vote.id)
    if vote.state not in (VoteState.SEALED, VoteState.CLOSED) or not vote.holders_total:
        raise Conflict(_("There is nothing to witness yet."), _("Come back when the box is opened."))
    if db.session.get(OpeningWitness, (vote.id, by.id)) is not None:
        return
    body = min(by.bodies_at(vote.community_id), default=None)
    db.session.add(OpeningWitness(vote_id=vote.id, person_id=by.id, body_id=body, witnessed_on=local_today()))
    thread = db.session.get(Thread, vote.thread_id)
    record(WITNESSED, subject=vote, thread=thread, by=by, public={"body": body})


def officials(vote) -> list[OpeningOfficial]:
    """Who watches, counts and calls, as named before the opening."""
    named = select(OpeningOfficial).where(OpeningOfficial.vote_id == vote.id)
    return list(db.session.scalars(named.order_by(OpeningOfficial.id)))


def witnesses(vote) -> list[OpeningWitness]:
    """Who said they were there, with their bodies."""
    seen = select(OpeningWitness).where(OpeningWitness.vote_id == vote.id)
    bodies = joinedload(OpeningWitness.body)
    return list(db.session.scalars(seen.options(bodies).order_by(OpeningWitness.person_id)))


def opening_of(vote) -> dict | None:
    """What the page of a vote tells about its opening; None when its key lies with the site."""
    if not vote.holders_total:
        return None
    return {
        "officials": officials(vote),
        "holders": holders_of(vote),
        "witnesses": witnesses(vote) if vote.state in (VoteState.SEALED, VoteState.CLOSED) else [],
        "envelopes": envelopes_in(box) if (box := db.session.get(SealedBox, vote.id)) else None,
        "opened": db.session.get(BoxOpening, vote.id),
    }


def strokes(count: int) -> str:
    """A count as one calls it out on a sheet: 正 for five, the strokes of one begun for the rest."""
    if count > MOST_STROKES:
        return ""
    return "正" * (count // 5) + (STROKES[count % 5 - 1] if count % 5 else "")
