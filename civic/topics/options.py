"""Verbs on options: neighbours add them until the notice begins; removing one is answerable to others."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked, utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.models import BottomLine, Option, OptionRemovalReview, Topic
from civic.topics.rules import MOST_OPTIONS
from civic.topics.stamping import thread_of

ADDED = act("option.added", public={"option"})
DESCRIBED = act("option.facts_filled", public={"options"})
REMOVED = act("option.removed", public={"option"})
REVIEW_ASKED = act("option.removal_review_asked", public={"option"})
REVIEW_RULED = act("option.removal_reviewed", public={"option", "restored", "body"})
HIDDEN = act("option.hidden", public={"option", "hidden"})
LINE_ADDED = act("topic.bottom_line_added", public={"line"})
LINE_BROKEN = act("option.breaks_bottom_line", public={"option", "line"})


def add_option(topic, *, by, title, body="", facts=(), marks=(), other_way="") -> Option:
    """Add a way to settle it; open to neighbours until the notice begins."""
    topic = _open_for_options(topic)
    if topic.options_count >= MOST_OPTIONS:
        raise Refused(
            _("There are ten options already."), _("Say in the opinion round what you would change.")
        )
    option = Option(
        topic_id=topic.id, title=title, body=body, facts=list(facts), marks=list(marks),
        other_way=other_way,
        proposed_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(option)
    topic.options_count += 1
    db.session.flush()
    record(ADDED, subject=topic, thread=thread_of(topic), by=by, public={"option": option.id})
    return option


def fill_facts(topic, *, by, fact_names, facts, costs=None, other_ways=None) -> None:
    """Write the table of facts: `fact_names` in order, `facts` maps option id → one text per name.

    Args: costs — option id → what it costs in fen, or None; other_ways — option id → how somebody
    without a face or a telephone gets the same. Both are left as they are when not given.
    """
    topic = _open_for_options(topic)
    topic.fact_names = list(fact_names)
    for option in db.session.scalars(select(Option).where(Option.topic_id == topic.id)):
        if option.id in facts:
            option.facts = list(facts[option.id])
        if costs is not None and option.id in costs:
            option.cost_fen = costs[option.id]
        if other_ways is not None and option.id in other_ways:
            option.other_way = other_ways[option.id]
    record(DESCRIBED, subject=topic, thread=thread_of(topic), by=by, public={"options": sorted(facts)})


def remove_option(option, *, by, reason, body_id=None) -> None:
    """Take an option off, with a reason everybody reads; another body can put it back."""
    if not reason.strip():
        raise Refused(_("Say in public why this option is taken off."))
    topic = _open_for_options(db.session.get(Topic, option.topic_id))
    option = locked(Option, option.id)
    if option.removed_at is not None:
        raise Conflict(_("This option was taken off already."), _("Load the page again."))
    option.removed_at, option.removed_by = utcnow(), by.id
    option.removed_body_id, option.removal_reason = body_id, reason
    topic.options_count -= 1
    record(REMOVED, subject=topic, thread=thread_of(topic), by=by, public={"option": option.id})


def ask_removal_review(option, *, by, grounds) -> OptionRemovalReview:
    """Ask another body to look at a removal; once per option."""
    option = locked(Option, option.id)
    if option.removed_at is None:
        raise Conflict(_("This option stands again."), _("Load the page again."))
    if _review_of(option) is not None:
        raise Conflict(_("Another body has been asked already."), _("Its answer will stand here."))
    review = OptionRemovalReview(option_id=option.id, asked_by=by.id, grounds=grounds)
    db.session.add(review)
    topic = db.session.get(Topic, option.topic_id)
    record(REVIEW_ASKED, subject=topic, thread=thread_of(topic), by=by, public={"option": option.id})
    return review


def rule_removal(option, *, by, body_id, restored, reason) -> None:
    """A delegate of another body says whether the option comes back. Works until the vote opens."""
    topic = locked(Topic, option.topic_id)
    option = locked(Option, option.id)
    review = _review_of(option)
    if review is None or review.ruled_at is not None:
        raise Conflict(_("Nobody waits for a ruling on this."), _("Load the page again."))
    if by.id == option.removed_by or body_id is None or body_id == option.removed_body_id:
        raise NotAllowed(_("Another body than the one that took it off has to rule."))
    if not reason.strip():
        raise Refused(_("Say in public why."))
    if restored:
        _put_back(topic, option)
    review.ruled_at, review.ruled_by, review.body_id = utcnow(), by.id, body_id
    review.restored, review.reason = restored, reason
    record(
        REVIEW_RULED,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"option": option.id, "restored": restored, "body": body_id},
    )


def _put_back(topic, option):
    if not topic.options_open:
        raise Conflict(
            _("The options went on notice meanwhile and their letters are drawn."),
            _("Ask the secretary to open the topic again, then rule."),
        )
    if topic.options_count >= MOST_OPTIONS:
        raise Conflict(_("There are ten options already."))
    option.removed_at = option.removed_by = option.removed_body_id = None
    topic.options_count += 1


def add_bottom_line(topic, *, by, text, source="") -> BottomLine:
    """Put down what nobody may vote away, with the law or rule behind it."""
    line = BottomLine(topic_id=topic.id, text=text, source=source)
    db.session.add(line)
    db.session.flush()
    record(LINE_ADDED, subject=topic, thread=thread_of(topic), by=by, public={"line": line.id})
    return line


def mark_breaking(option, line, *, by) -> None:
    """I11: an option that breaks a bottom line stays readable but cannot be voted on."""
    option = locked(Option, option.id)
    topic = db.session.get(Topic, option.topic_id)
    option.breaks_id = line.id
    record(
        LINE_BROKEN,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"option": option.id, "line": line.id},
    )


def hide_option(option, hidden=True, *, by=None) -> None:
    """Called by moderation: its words leave the page, a tombstone stays."""
    option = locked(Option, option.id)
    option.hidden_at = utcnow() if hidden else None
    topic = db.session.get(Topic, option.topic_id)
    record(
        HIDDEN, subject=topic, thread=thread_of(topic), by=by, public={"option": option.id, "hidden": hidden}
    )


def _open_for_options(topic):
    topic = locked(Topic, topic.id)
    if not topic.options_open:
        raise Conflict(
            _("The options are on notice and fixed."),
            _("Say in the opinion round what you would change; the answer will be public."),
        )
    return topic


def _review_of(option):
    return db.session.scalar(select(OptionRemovalReview).where(OptionRemovalReview.option_id == option.id))
