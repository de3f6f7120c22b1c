"""Verbs of opinion rounds: opened for some days, everybody may speak, each opinion is answered."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.locale import day
from civic.topics.models import Opinion, OpinionReply, OpinionRound, Option, Topic
from civic.topics.queries import rounds_of, unanswered_in
from civic.topics.rules import MOST_OPINIONS, ROUND_DAYS, end_of_day, last_day
from civic.topics.stamping import thread_of
from civic.topics.states import OPINIONS_OPEN

OPENED = act("opinion_round.opened", public={"number", "until"})
GIVEN = act("opinion.given", public={"round"})
ANSWERED = act("opinion.answered", public={"round", "outcome", "answers"})
HIDDEN = act("opinion.hidden", public={"opinion", "hidden"})
CLOSED = act("opinion_round.closed", public={"number", "opinions"})


def open_round(topic, *, by, days=ROUND_DAYS) -> OpinionRound:
    """Ask everybody, for `days` whole days. One round at a time."""
    topic = locked(Topic, topic.id)
    if topic.state not in OPINIONS_OPEN:
        raise Conflict(
            _("Opinions are asked for from the notice on until it is carried out."),
            _("Start the notice first."),
        )
    earlier = rounds_of(topic)
    if any(one.closed_at is None for one in earlier):
        raise Conflict(_("A round is open already."), _("Answer it and close it before opening another."))
    now = utcnow()
    asked = OpinionRound(
        topic_id=topic.id, number=len(earlier) + 1, opens_at=now, closes_at=end_of_day(now, days)
    )
    db.session.add(asked)
    record(
        OPENED,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"number": asked.number, "until": last_day(asked.closes_at).isoformat()},
    )
    return asked


def give_opinion(asked, *, by, body, option_id=None, on_paper=False) -> Opinion:
    """Say something in an open round; the words stay out of the ledger.

    Args: on_paper — `by` only keyed in somebody's slip: the opinion is nobody's account's, and no limit of
    theirs is used up.
    """
    topic = locked(Topic, asked.topic_id)
    asked = locked(OpinionRound, asked.id)
    if not asked.takes_opinions(utcnow()):
        raise Conflict(
            _("This round takes no more opinions."),
            _("Your words are below: copy them. Tell your door steward, or wait for the next round."),
        )
    if option_id is not None and _option_topic(option_id) != asked.topic_id:
        raise Refused(_("That option is not part of this topic."))
    said = select(func.count()).where(Opinion.round_id == asked.id, Opinion.person_id == by.id)
    if not on_paper and db.session.scalar(said) >= MOST_OPINIONS:
        raise TooMany(
            _("You have spoken %(most)s times in this round; leave room for others.", most=MOST_OPINIONS),
            retry_after=86400,
        )
    author = None if on_paper else by.id
    opinion = Opinion(round_id=asked.id, person_id=author, body=body, option_id=option_id)
    db.session.add(opinion)
    topic.opinions_count += 1
    asked.opinions_count += 1
    asked.unanswered += 1
    record(GIVEN, subject=topic, thread=thread_of(topic), by=by, public={"round": asked.number})
    return opinion


def answer_opinions(asked, opinion_ids, *, by, outcome, reason) -> OpinionReply:
    """One answer with a reason for all of `opinion_ids`; each author is told."""
    if not reason.strip():
        raise Refused(_("Give a reason: it is shown under each of these opinions."))
    asked = locked(OpinionRound, asked.id)
    open_ones = select(Opinion.id).where(
        Opinion.round_id == asked.id, Opinion.reply_id.is_(None), Opinion.id.in_(opinion_ids)
    )
    found = list(db.session.scalars(open_ones))
    if not found or len(found) != len(set(opinion_ids)):
        raise Conflict(
            _("Somebody has answered one of these meanwhile."),
            _("Load the page again and answer those that are left."),
        )
    reply = OpinionReply(
        round_id=asked.id, outcome=outcome, reason=reason, answered_by=by.id, answers=len(found)
    )
    db.session.add(reply)
    db.session.flush()
    db.session.execute(update(Opinion).where(Opinion.id.in_(found)).values(reply_id=reply.id))
    asked.unanswered = unanswered_in(asked.id)
    topic = db.session.get(Topic, asked.topic_id)
    record(
        ANSWERED,
        subject=reply,
        thread=thread_of(topic),
        by=by,
        public={"round": asked.number, "outcome": outcome.value, "answers": len(found)},
    )
    return reply


def close_round(asked, *, by) -> None:
    """Close a round whose days are over and whose every opinion is answered."""
    asked = locked(OpinionRound, asked.id)
    if asked.closed_at is not None:
        raise Conflict(_("This round is closed already."), _("Load the page again."))
    if utcnow() < asked.closes_at:
        raise Conflict(
            _(
                "Everybody was promised until %(day)s; it cannot be closed before.",
                day=day(last_day(asked.closes_at)),
            )
        )
    left = unanswered_in(asked.id)
    if left:
        raise Conflict(
            _("%(left)s opinions have no answer yet.", left=left),
            _("Answer them, with a reason each; one answer may serve many."),
        )
    asked.closed_at, asked.unanswered = utcnow(), 0
    topic = db.session.get(Topic, asked.topic_id)
    record(
        CLOSED,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"number": asked.number, "opinions": asked.opinions_count},
    )


def hide_opinion(opinion, hidden=True, *, by=None) -> None:
    """Called by moderation: its words leave the page; the tombstone and the answer stay."""
    asked = locked(OpinionRound, opinion.round_id)
    opinion = locked(Opinion, opinion.id)
    opinion.hidden_at = utcnow() if hidden else None
    db.session.flush()
    asked.unanswered = unanswered_in(asked.id)
    topic = db.session.get(Topic, asked.topic_id)
    record(
        HIDDEN,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"opinion": opinion.id, "hidden": hidden},
    )


def _option_topic(option_id):
    return db.session.scalar(select(Option.topic_id).where(Option.id == option_id))
