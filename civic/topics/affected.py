"""Verbs for those a topic touches: they say what is at stake; whoever it is about is asked to answer."""

import secrets
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.affected_models import Interest, InterestKind, RightOfReply
from civic.topics.affected_queries import building_of_home, fingerprint
from civic.topics.arguments import guard_words, home_named
from civic.topics.models import Topic
from civic.topics.naming import names_a_home
from civic.topics.stamping import thread_of

DECLARED = act("interest.declared", public={"kind"})
TAKEN_BACK = act("interest.taken_back", public={"kind"})
INVITED = act("right_of_reply.invited", public={"reply", "body"})
REPLIED = act("right_of_reply.given", public={"reply"})
COVERED = act("right_of_reply.covered", public={"reply", "hidden"})

LINK_DAYS = 60
MOST_INVITED = 20
LONGEST_REPLY = 1000


def declare_interest(topic, *, by, kind) -> Interest:
    """Say what is at stake for oneself; told by building, or by body for who earns from it."""
    topic = locked(Topic, topic.id)
    _guard_not_over(topic)
    mine = select(Interest.id).where(
        Interest.topic_id == topic.id, Interest.person_id == by.id, Interest.kind == kind
    )
    if db.session.scalar(mine) is not None:
        raise Conflict(_("You have said this already."), _("It stands on the page."))
    body_id = min(by.body_ids, default=None) if kind is InterestKind.EARNS else None
    building_id = None if body_id else building_of_home(by.household_ids)
    if body_id is None and building_id is None:
        raise Refused(_("Confirm your home first: it is shown by building only."))
    interest = Interest(
        topic_id=topic.id, person_id=by.id, kind=kind, body_id=body_id, building_id=building_id
    )
    db.session.add(interest)
    db.session.flush()
    record(DECLARED, subject=interest, thread=thread_of(topic), by=by, public={"kind": kind.value})
    return interest


def take_back_interest(interest, *, by) -> None:
    """It is not so any more."""
    topic = db.session.get(Topic, interest.topic_id)
    public = {"kind": interest.kind.value}
    record(TAKEN_BACK, subject=interest, thread=thread_of(topic), by=by, public=public)
    db.session.delete(interest)


def invite_reply(topic, *, by, as_whom, body_id=None) -> tuple[RightOfReply, str]:
    """Ask whoever is complained about to answer; returns the invitation and its private token, once."""
    topic = locked(Topic, topic.id)
    _guard_not_over(topic)
    as_whom = guard_words(as_whom, 40) if len(as_whom.strip()) >= 4 else _short(as_whom)
    count = select(func.count()).where(RightOfReply.topic_id == topic.id)
    if db.session.scalar(count) >= MOST_INVITED:
        raise Conflict(_("Very many have been invited already."))
    token = secrets.token_urlsafe(16)
    invited = RightOfReply(
        topic_id=topic.id, as_whom=as_whom, body_id=body_id, token_lookup=fingerprint(token),
        invited_by=by.id, expires_at=utcnow() + timedelta(days=LINK_DAYS),
    )  # fmt: skip
    db.session.add(invited)
    db.session.flush()
    public = {"reply": invited.id, "body": body_id}
    record(INVITED, subject=invited, thread=thread_of(topic), by=by, public=public)
    return invited, token


def reply(invited, *, body, by=None) -> None:
    """Those it is about answer, in public, by role. They may change it until the topic is over."""
    topic = locked(Topic, invited.topic_id)
    _guard_not_over(topic)
    invited = locked(RightOfReply, invited.id)
    if utcnow() >= invited.expires_at:
        raise Conflict(_("This link has run out."), _("Ask the residents' committee for a new one."))
    body = (body or "").strip()
    if not 4 <= len(body) <= LONGEST_REPLY:
        raise Refused(_("Write 4 to %(most)s characters.", most=LONGEST_REPLY))
    if named := names_a_home(body):
        raise Refused(home_named(named))
    invited.body, invited.replied_at = body, utcnow()
    invited.replied_by = by.id if by is not None else None
    record(REPLIED, subject=invited, thread=thread_of(topic), by=by, public={"reply": invited.id})


def hide_reply(invited, hidden=True, *, by=None) -> None:
    """Called by moderation: the words leave the page, a tombstone stays."""
    invited = locked(RightOfReply, invited.id)
    invited.hidden_at = utcnow() if hidden else None
    topic = db.session.get(Topic, invited.topic_id)
    public = {"reply": invited.id, "hidden": hidden}
    record(COVERED, subject=invited, thread=thread_of(topic), by=by, public=public)


def _short(as_whom):
    if not as_whom.strip():
        raise Refused(_("Say as whom they are shown: a role, no name."))
    return as_whom.strip()


def _guard_not_over(topic):
    if topic.is_over:
        raise Conflict(_("This topic is finished."), _("Propose a new one if it should be taken up again."))
