"""What became of a matter: its topics, votes, decisions and promises, and the dated acts, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, String, and_, bindparam, case, cast, literal, null, select, union_all

from civic.action_items.models import ActionItem, ItemState
from civic.councils.models import Body
from civic.decisions.models import Decision, DecisionState
from civic.dispatch.clocks import last_day
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import WhistleState
from civic.extensions import db
from civic.ledger.queries import acts_of
from civic.threads.models import Thread
from civic.topics.models import Topic, TopicIssue
from civic.topics.states import TopicState
from civic.votes.models import Vote
from civic.votes.states import VoteState

PAGES = {
    "topic": ("topics.show", TopicState, _l("Talked over")),
    "vote": ("votes.show", VoteState, _l("Vote")),
    "decision": ("decisions.show", DecisionState, _l("Decision")),
    "whistle": ("action_items.whistle", WhistleState, _l("Whistle")),
    "action_item": ("action_items.show", ItemState, _l("Promise")),
}


@dataclass(frozen=True)
class Part:
    """One thing a matter led to."""

    kind: str
    id: int
    title: str
    state: str
    due_on: date | None
    owner: str | None

    @property
    def url(self) -> str:
        """Its own page."""
        return url_for(PAGES[self.kind][0], no=self.id)

    @property
    def label(self):
        """What it is."""
        return PAGES[self.kind][2]

    @property
    def state_label(self):
        """How it stands."""
        return PAGES[self.kind][1](self.state).label


def parts_of(thread_id: int, issue_id: int = 0) -> list[Part]:
    """Everything a matter led to, in the order of its making; one statement.

    With `issue_id`, too: the topic about its cause, which has a thread of its own.

    A promise of an issue that is not told (any more) has an empty title.
    """
    order = list(PAGES)
    found = db.session.execute(_everything(), {"thread": thread_id, "issue": issue_id})
    return sorted((Part(*row) for row in found), key=lambda part: (order.index(part.kind), part.id))


@cache
def _everything():
    thread_id, nowhere, nobody = bindparam("thread"), cast(null(), Date), cast(null(), String)
    topics = select(literal("topic"), Topic.id, Topic.title, cast(Topic.state, String), nowhere, nobody)
    votes = select(literal("vote"), Vote.id, Vote.question, cast(Vote.state, String), nowhere, nobody)
    decisions = select(
        literal("decision"), Decision.id, Decision.title, cast(Decision.state, String), nowhere, nobody
    )
    whistles = select(
        literal("whistle"), Whistle.id, Whistle.title, cast(Whistle.state, String), nowhere, nobody
    )
    untold = and_(ActionItem.issue_id.is_not(None), Thread.title == "")
    items = select(
        literal("action_item"),
        ActionItem.id,
        case((untold, ""), else_=ActionItem.what),
        cast(ActionItem.state, String),
        ActionItem.due_on,
        Body.short_name,
    )
    items = items.join(Body, Body.id == ActionItem.owner_body_id)
    items = items.join(Thread, Thread.id == ActionItem.thread_id)
    return union_all(
        topics.where(Topic.thread_id == thread_id),
        topics.join(TopicIssue, TopicIssue.topic_id == Topic.id).where(
            TopicIssue.issue_id == bindparam("issue"), Topic.thread_id != thread_id
        ),
        votes.where(Vote.thread_id == thread_id, Vote.state != VoteState.DRAFT),
        decisions.where(Decision.thread_id == thread_id, Decision.state != DecisionState.DRAFTED),
        whistles.where(Whistle.thread_id == thread_id, Whistle.blown_at.is_not(None)),
        items.where(ActionItem.thread_id == thread_id),
    )


# The acts worth a line in public, and what the line says.
LINES = {
    "issue.submitted": _l("Raised by a resident"),
    "issue.imported": _l("Came from the hotline"),
    "issue.asked_back": _l("The community office asked something back"),
    "issue.accepted": _l("Accepted"),
    "issue.summary_released": _l("Told in public"),
    "issue.redirected": _l("Sent another way, with the reason"),
    "issue.merged": _l("Joined to another that says the same"),
    "issue.declined": _l("Declined, with the reason"),
    "issue.appealed": _l("The resident asked somebody else to look"),
    "issue.appeal_ruled": _l("Somebody else looked at it again"),
    "issue.promoted": _l("Became a topic everybody talks over"),
    "issue.put_in_action": _l("Handed to somebody who does it"),
    "issue.handed_back": _l("Back on the list of what is not scheduled yet"),
    "issue.answered": _l("Said to be done, with evidence"),
    "issue.answer_added_to": _l("A body that helped says what it did"),
    "issue.confirmed": _l("The resident says: it is solved"),
    "issue.confirmation_taken_back": _l("The resident says: it is not solved after all"),
    "issue.reopened": _l("The resident says: it is not solved"),
    "callback.asked": _l("The resident was asked whether it is solved"),
    "callback.left_to_city": _l("The city’s hotline asked the resident; we do not ask twice"),
    "callback.unconfirmed": _l("Nobody answered within seven days: unconfirmed"),
    "callback.corrected": _l("The resident changed an answer; the earlier one is on record"),
    "backlog.put": _l("On the list of what is not scheduled yet"),
    "topic.proposed": _l("Proposed as a topic"),
    "topic.promoted": _l("Several issues became one topic"),
    "topic.threshold_reached": _l("Enough households support it"),
    "topic.agenda_answered": _l("The secretary answered whether it comes onto the agenda"),
    "topic.agenda_answer_late": _l("The secretary’s answer is overdue"),
    "topic.noticed": _l("Public notice began"),
    "topic.not_admitted": _l("Not taken up, with the reason"),
    "topic.document_added": _l("A document was added"),
    "opinion_round.opened": _l("Opinions are being taken"),
    "opinion_round.closed": _l("Every opinion has an answer"),
    "option.removed": _l("An option was removed, with the reason"),
    "roll.drawn": _l("The roll hangs out to be checked"),
    "vote.opened": _l("Voting began"),
    "vote.counted": _l("Votes were counted"),
    "vote.voided": _l("The vote is void"),
    "decision.noticed": _l("The decision was posted"),
    "decision.confirmed": _l("The decision is in force"),
    "topic.implementing": _l("Being carried out"),
    "action_item.assigned": _l("Somebody promised"),
    "action_item.postponed": _l("A later day was promised"),
    "action_item.turned_late": _l("The promised day passed"),
    "action_item.finished": _l("Said to be done"),
    "action_item.confirmed": _l("Confirmed as done"),
    "action_item.reopened": _l("Opened again"),
    "action_item.released": _l("Let go, with the reason"),
    "whistle.blown": _l("The street blew the whistle"),
    "whistle.diagnosed": _l("Those called looked at it together"),
    "whistle_call.turned_late": _l("A called body did not come in time; the district was told"),
    "whistle.acted": _l("They act together"),
    "whistle.resolved": _l("They say it is solved"),
    "whistle.called_off": _l("The whistle was called off"),
    "topic.reported_back": _l("Reported back"),
    "minutes.published": _l("The minutes of a meeting were published"),
    "minutes.lapsed": _l("The minutes of a meeting were not confirmed in time"),
    "work_order.received": _l("The street office has it"),
    "work_order.dispatched": _l("Given to everybody who must act"),
    "work_order.sent_on": _l("A part was given to another body"),
    "work_order.reopened": _l("Started again, with a new clock"),
    "leg.contacted": _l("Somebody spoke with the resident"),
    "leg.replied": _l("A body replied"),
    "leg.turned_late": _l("A reply is late; the street office was told"),
    "leg.escalated": _l("Still no reply; the district was told"),
    "leg.extended": _l("It got more time; the old and the new day are on record"),
    "work_order.long_term": _l("Cannot be done yet: plan and next look are on the list"),
    "work_order.reviewed": _l("Looked at again: it cannot be done yet"),
    "work_order.off_long_term": _l("Off the list of what cannot be done yet"),
    "work_order.led_to_topic": _l("Its cause is talked over in a topic"),
    "topic.cause_opened": _l("Opened about the cause of a closed order"),
    "affected_notice.given": _l("Whoever a removal concerns was told beforehand"),
    "affected_notice.visited": _l("Somebody went there again afterwards"),
    "moderation.ruled": _l("Moderation ruled on words here"),
}
# A promise and its issue move together: where both say it on one day, the issue's words are enough.
SAYS_IT_TOO = {
    "action_item.assigned": "issue.put_in_action",
    "action_item.finished": "issue.answered",
    "action_item.confirmed": "issue.confirmed",
    "action_item.reopened": "issue.reopened",
}
BAD = {
    "leg.turned_late",
    "leg.escalated",
    "whistle_call.turned_late",
    "action_item.turned_late",
    "issue.confirmation_taken_back",
    "issue.reopened",
    "action_item.reopened",
    "vote.voided",
    "topic.agenda_answer_late",
    "minutes.lapsed",
}


@dataclass(frozen=True)
class Line:
    """A dated act in words."""

    title: object
    on: date
    detail: str
    state: str


def timeline_of(thread_id: int) -> list[Line]:
    """The matter's acts, oldest first, without persons; at most two statements.

    By day, and within a day as they were written down: a story told afterwards (the demo town, room by
    room) is not written down in the order in which it happened, and its last line is read as the latest.
    """
    acts = sorted((act for act in acts_of(thread_id) if act.verb in LINES), key=lambda act: act.day)
    if any(act.verb == "work_order.dispatched" for act in acts):  # names everybody, not only the first
        acts = [act for act in acts if act.verb != "issue.put_in_action"]
    if any(act.verb == "topic.promoted" for act in acts):  # says it all in one line
        acts = [act for act in acts if act.verb not in ("issue.promoted", "topic.proposed")]
    told = {(act.verb, act.day) for act in acts}
    acts = [act for act in acts if (SAYS_IT_TOO.get(act.verb), act.day) not in told]
    wanted = {act.public_json["body"] for act in acts if act.public_json and act.public_json.get("body")}
    names = (
        dict(db.session.execute(select(Body.id, Body.short_name).where(Body.id.in_(wanted))).all())
        if wanted
        else {}
    )
    return [
        Line(
            LINES[act.verb],
            act.day,
            _detail(act.public_json or {}, names),
            "late" if act.verb in BAD else "done",
        )
        for act in acts
    ]


def _detail(public, names) -> str:
    body = names.get(public.get("body"), "")
    due = public.get("due") or public.get("to")
    day = _day(due) if isinstance(due, str) else None
    if body and day:
        return str(_l("%(body)s, by %(month)s/%(day)s", body=body, month=day.month, day=day.day))
    return body or (str(_l("by %(month)s/%(day)s", month=day.month, day=day.day)) if day else "")


def _day(text):
    try:
        return last_day(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
