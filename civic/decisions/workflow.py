"""Verbs of a decision: draft, record the burden, put on notice, answer objections, confirm."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.councils.other_way import is_missing
from civic.database import locked, utcnow
from civic.decisions.authority import claims_owners
from civic.decisions.models import TRANSITIONS, Basis, Decision, DecisionObjection, DecisionState
from civic.decisions.policies import may_sign_nobody
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.locale import day
from civic.threads.models import Seal, Status
from civic.topics import workflow as topics
from civic.topics.models import Topic
from civic.topics.rules import NOTICE_DAYS, end_of_day, last_day
from civic.topics.stamping import stamp_topic, thread_of
from civic.topics.states import TopicState
from civic.votes.models import Vote
from civic.votes.states import VoteState

DRAFTED = act("decision.drafted", public={"topic", "basis", "vote"})
EDITED = act("decision.edited")
BURDEN = act("decision.burden_recorded", public={"nobody"})
NOTICED = act("decision.noticed", public={"until", "basis", "vote"})
OBJECTED = act("decision.objected")
OBJECTION_ANSWERED = act("decision.objection_answered", public={"objection"})
HIDDEN = act("decision.objection_hidden", public={"objection", "hidden"})
CONFIRMED = act("decision.confirmed", public={"basis", "trial_until", "review_on"})
WITHDRAWN = act("decision.withdrawn", public={"from"})

DECIDABLE = frozenset(
    {
        TopicState.OPINION_FORMED,
        TopicState.VOTING,
        TopicState.REFERRED,
        TopicState.DECISION_NOTICED,
        TopicState.IMPLEMENTING,
    }
)


def draft_decision(
    topic,
    *,
    by,
    title,
    text,
    basis,
    vote_id=None,
    basis_note="",
    other_way="",
    notice_days=NOTICE_DAYS,
    trial_until=None,
    review_on=None,
    doer_body_id=None,
    doer_due_on=None,
) -> Decision:
    """Write down what is to be decided and on what ground. Not public until it goes on notice."""
    topic = locked(Topic, topic.id)
    if topic.state not in DECIDABLE:
        raise Conflict(
            _("This topic is not ready for a decision: it stands at “%(state)s”.", state=topic.state.label),
            _("Form an opinion first."),
        )
    decision = Decision(
        thread_id=topic.thread_id, community_id=topic.community_id, topic_id=topic.id, title=title,
        text=text, other_way=other_way, basis=basis, basis_note=basis_note, vote_id=vote_id,
        notice_days=notice_days,
        trial_until=trial_until, review_on=review_on, drafted_by=by.id if by else None,
        doer_body_id=doer_body_id or topic.doer_body_id, doer_due_on=doer_due_on or topic.doer_due_on,
        state=DecisionState.DRAFTED,
    )  # fmt: skip
    _guard_ground(decision)
    db.session.add(decision)
    record(
        DRAFTED,
        subject=decision,
        thread=thread_of(topic),
        by=by,
        public={"topic": topic.id, "basis": basis.value, "vote": vote_id},
    )
    return decision


def edit_decision(decision, *, by, **changed) -> None:
    """Change a draft; what is on notice stays as it was posted."""
    decision = _at(decision, DecisionState.DRAFTED)
    for name, value in changed.items():
        setattr(decision, name, value)
    _guard_ground(decision)
    record(EDITED, subject=decision, thread=thread_of(decision), by=by)


def _guard_ground(decision):
    """A vote named as ground is of this topic; a ground outside needs words; I19."""
    vote = db.session.get(Vote, decision.vote_id) if decision.vote_id else None
    if decision.basis == Basis.VOTE:
        if vote is None and not decision.basis_note.strip():
            raise Refused(_("Name the vote, or say which paper vote it was and where its result hangs."))
        if vote is not None and vote.topic_id != decision.topic_id:
            raise Refused(_("That vote was on another topic."))
    elif vote is not None:
        raise Refused(_("A vote is named, but the ground is another. Choose “counted votes”."))
    if vote is not None and claims_owners(decision.title, decision.text, decision.basis_note):
        raise Refused(
            _("A vote on this site is not a decision of the owners' meeting and must not be called one."),
            _("Say “after hearing the neighbours” or “agreed by the council” instead."),
        )


def record_burden(decision, *, by, affected="", offered="", their_reply="", nobody=False) -> None:
    """Say who carries the burden and what they are offered; or the convener signs "nobody"."""
    decision = _at(decision, DecisionState.DRAFTED)
    decision.affected, decision.offered = affected.strip(), offered.strip()
    decision.their_reply = their_reply.strip()
    if nobody and not may_sign_nobody(by, decision):
        raise NotAllowed(_("Only the convener can sign that nobody is affected."))
    if nobody and decision.affected:
        raise Refused(_("Either somebody is affected, or nobody is. Clear one of the two."))
    if not nobody and not (decision.affected and decision.offered):
        raise Refused(_("Say who is affected and what they are offered, or sign that nobody is."))
    decision.nobody_affected_signed_by = by.id if nobody else None
    decision.nobody_affected_signed_at = utcnow() if nobody else None
    record(BURDEN, subject=decision, thread=thread_of(decision), by=by, public={"nobody": nobody})


def notice_decision(decision, *, by, days=None) -> None:
    """Post it. I13: not without the burden record. I18: nobody is shut out. A vote must be counted."""
    decision = _at(decision, DecisionState.DRAFTED)
    _guard_ground(decision)
    if not decision.burden_recorded:
        raise Refused(
            _("Who carries the burden of this, and what are they offered?"),
            _("Fill that in first; if nobody does, the convener signs it with one tick."),
        )
    if is_missing(decision.other_way, decision.title, decision.text):
        raise Refused(
            _("“%(title)s” asks for a face or a telephone and names no other way.", title=decision.title),
            _("Write beside it how somebody without either gets the same: a card, a key, the desk."),
        )
    vote = db.session.get(Vote, decision.vote_id) if decision.vote_id else None
    if vote is not None and vote.state != VoteState.CLOSED:
        raise Conflict(_("The votes are not counted yet."), _("Post the decision after the count."))
    _move(decision, DecisionState.NOTICED)
    decision.notice_days = decision.notice_days if days is None else days
    decision.notice_from = utcnow()
    decision.notice_until = end_of_day(decision.notice_from, decision.notice_days)
    topics.mark_decided(db.session.get(Topic, decision.topic_id), by=by, until=decision.notice_until)
    record(
        NOTICED,
        subject=decision,
        thread=thread_of(decision),
        by=by,
        public={
            "until": last_day(decision.notice_until).isoformat(),
            "basis": decision.basis.value,
            "vote": decision.vote_id,
        },
    )


def object_to(decision, *, by, body) -> DecisionObjection:
    """Say something against a posted decision; the words stay out of the ledger."""
    decision = _at(decision, DecisionState.NOTICED)
    if decision.notice_over(utcnow()):
        raise Conflict(_("The notice is over."), _("You can ask for the topic to be opened again."))
    objection = DecisionObjection(decision_id=decision.id, person_id=by.id, body=body)
    db.session.add(objection)
    decision.objections_count += 1
    decision.unanswered += 1
    record(OBJECTED, subject=decision, thread=thread_of(decision), by=by)
    return objection


def answer_objection(objection, *, by, answer) -> None:
    """Answer one objection in public; its author is told."""
    if not answer.strip():
        raise Refused(_("An answer needs words and a reason."))
    decision = locked(Decision, objection.decision_id)
    objection = locked(DecisionObjection, objection.id)
    if objection.answered_at is not None:
        raise Conflict(_("Somebody has answered this meanwhile."), _("Load the page again."))
    objection.answer, objection.answered_by, objection.answered_at = answer.strip(), by.id, utcnow()
    db.session.flush()
    decision.unanswered = _unanswered(decision.id)
    record(
        OBJECTION_ANSWERED,
        subject=objection,
        thread=thread_of(decision),
        by=by,
        public={"objection": objection.id},
    )


def hide_objection(objection, hidden=True, *, by=None) -> None:
    """Called by moderation: its words leave the page; a hidden one needs no answer."""
    decision = locked(Decision, objection.decision_id)
    objection = locked(DecisionObjection, objection.id)
    objection.hidden_at = utcnow() if hidden else None
    db.session.flush()
    decision.unanswered = _unanswered(decision.id)
    record(
        HIDDEN,
        subject=decision,
        thread=thread_of(decision),
        by=by,
        public={"objection": objection.id, "hidden": hidden},
    )


def confirm(decision, *, by) -> None:
    """After the notice it is in force, and action items can be made of it.

    Its topic goes on to implementing, which holds I12 for what burdens others.
    """
    decision = _at(decision, DecisionState.NOTICED)
    if not decision.notice_over(utcnow()):
        raise Conflict(
            _(
                "The notice is not over: everybody was promised until %(day)s.",
                day=day(last_day(decision.notice_until)),
            )
        )
    if _unanswered(decision.id):
        raise Conflict(_("An objection has no answer yet."), _("Answer it first."))
    _move(decision, DecisionState.CONFIRMED)
    decision.confirmed_at = utcnow()
    topics.implement(db.session.get(Topic, decision.topic_id), by=by)
    days = {name: _iso(getattr(decision, name)) for name in ("trial_until", "review_on")}
    record(
        CONFIRMED,
        subject=decision,
        thread=thread_of(decision),
        by=by,
        public={"basis": decision.basis.value, **days},
    )


def withdraw(decision, *, by, reason) -> None:
    """Take it back, saying why; the topic can then be opened again."""
    if not reason.strip():
        raise Refused(_("Say in public why it is taken back."))
    decision = locked(Decision, decision.id)
    was = decision.state
    _move(decision, DecisionState.WITHDRAWN)
    decision.withdrawn_reason = reason.strip()
    topic = db.session.get(Topic, decision.topic_id)
    if topic.state == TopicState.DECISION_NOTICED:
        stamp_topic(topic, Seal.DECIDE, status=Status.DELIBERATING)
    record(WITHDRAWN, subject=decision, thread=thread_of(decision), by=by, public={"from": was.value})


def _at(decision, state):
    decision = locked(Decision, decision.id)
    if decision.state != state:
        raise _moved_on(decision)
    return decision


def _move(decision, state):
    if state not in TRANSITIONS[decision.state]:
        raise _moved_on(decision)
    decision.state = state


def _moved_on(decision):
    return Conflict(
        _("This cannot be done now: the decision stands at “%(state)s”.", state=decision.state.label),
        _("Somebody may have moved it on. Load the page again to see what changed."),
    )


def _unanswered(decision_id):
    return db.session.scalar(
        select(func.count())
        .select_from(DecisionObjection)
        .where(
            DecisionObjection.decision_id == decision_id,
            DecisionObjection.answered_at.is_(None),
            DecisionObjection.hidden_at.is_(None),
        )
    )


def _iso(day):
    return day.isoformat() if day else None
