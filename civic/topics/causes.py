"""向前一步: what kept coming up was closed, and now its cause is talked over, in a topic of its own.

The issue and its order stay as they are: closed. The topic has its own thread; both link to each other.
"""

from flask_babel import gettext as _
from sqlalchemy import exists, select

from civic.dispatch.states import OrderState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.queries import thread_of as thread_of_issue
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, Status
from civic.topics.models import Topic, TopicIssue
from civic.topics.stamping import stamp_topic, thread_of
from civic.topics.workflow import propose

OPENED = act("topic.cause_opened", public={"issue", "order", "level"})
LED_TO = act("work_order.led_to_topic", public={"topic"})


def open_cause(order, issue, *, by, title, why, place_id=None, council_id=None) -> Topic:
    """A topic about the cause of a closed order; the issue's state is untouched.

    Raises Refused before the order is closed, Conflict when its issue led to a topic already.
    """
    if order.state is not OrderState.CLOSED:
        raise Refused(
            _("This order is not closed yet."), _("Settle it first; then talk over what lies behind it.")
        )
    if db.session.scalar(select(exists().where(TopicIssue.issue_id == issue.id))):
        raise Conflict(_("There is a topic about this already."), _("Look at it on the issue's page."))
    topic = propose(
        community_id=issue.community_id, title=title, why=why, by=by, place_id=place_id, council_id=council_id
    )
    db.session.add(TopicIssue(topic_id=topic.id, issue_id=issue.id))
    topic.issues_count = 1
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    public = {"issue": issue.id, "order": order.id, "level": topic.level.value}
    record(OPENED, subject=topic, thread=thread_of(topic), by=by, public=public)
    record(LED_TO, subject=order, thread=thread_of_issue(issue), by=by, public={"topic": topic.id})
    return topic
