"""A fifth of the households may demand a residents' meeting; reaching the line is told to the street.

Source: 城市居民委员会组织法第10条 (有五分之一以上的户提议,应当召集居民会议); 「以上」 includes the number.
"""

from fractions import Fraction
from math import ceil

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.database import locked, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household
from civic.topics.call_models import MeetingCall, MeetingCallVoice
from civic.topics.models import Topic
from civic.topics.stamping import thread_of

SHARE = Fraction(1, 5)
CALLED = act("topic.meeting_called")
REACHED = act("topic.meeting_call_reached", public={"calls", "needed"})


def needed_of(households: int) -> int:
    """The least number of households that is a fifth of all or more; at least one."""
    return max(1, ceil(SHARE * households))


def call_meeting(topic, *, by, household_id) -> bool:
    """One household demands the meeting, once; returns False when it already did.

    Raises Conflict once the topic is over.
    """
    topic = locked(Topic, topic.id)
    if topic.is_over:
        raise Conflict(_("This topic is finished."), _("Propose a new one if it should be taken up again."))
    if db.session.get(MeetingCallVoice, (topic.id, household_id)) is not None:
        return False
    call = db.session.get(MeetingCall, topic.id) or _first(topic)
    db.session.add(MeetingCallVoice(topic_id=topic.id, household_id=household_id, person_id=by.id))
    call.calls += 1
    record(CALLED, subject=topic, thread=thread_of(topic), by=by)
    if call.reached_at is None and call.calls >= call.needed:
        call.reached_at = utcnow()
        told = {"calls": call.calls, "needed": call.needed}
        record(REACHED, subject=topic, thread=thread_of(topic), public=told)
    return True


def _first(topic):
    here = select(func.count()).where(Household.community_id == topic.community_id)
    households = db.session.scalar(here)
    call = MeetingCall(topic_id=topic.id, households=households, needed=needed_of(households), calls=0)
    db.session.add(call)
    return call
