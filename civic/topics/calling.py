"""A fifth of the households, or of the adult residents, may demand a residents' meeting.

Source: 城市居民委员会组织法第10条 (有五分之一以上的十八周岁以上的居民、五分之一以上的户或者三分之一以上
的居民小组提议,应当召集居民会议); 「以上」 includes the number. Reaching either line is told to the
street, once. How many adults live there the site cannot know: the residents' committee writes it
down, with its source.
"""

from datetime import date
from fractions import Fraction
from math import ceil

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.database import local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household
from civic.topics.call_models import AdultCount, MeetingCall, MeetingCallPerson, MeetingCallVoice
from civic.topics.models import Topic
from civic.topics.stamping import thread_of

SHARE = Fraction(1, 5)
CALLED = act("topic.meeting_called")
REACHED = act("topic.meeting_call_reached", public={"calls", "needed", "unit"})
COUNTED = act("community.adults_counted", public={"adults", "counted_on"})


def needed_of(number: int) -> int:
    """The least number of households (or persons) that is a fifth of all or more; at least one."""
    return max(1, ceil(SHARE * number))


def call_meeting(topic, *, by, household_id, is_adult: bool) -> bool:
    """One household demands the meeting, once, and whoever says so counts as one resident if of age.

    Returns False when both were counted already. Raises Conflict once the topic is over.
    """
    topic = locked(Topic, topic.id)
    if topic.is_over:
        raise Conflict(_("This topic is finished."), _("Propose a new one if it should be taken up again."))
    call = db.session.get(MeetingCall, topic.id) or _first(topic)
    if call.adults is None and (counted := adults_of(topic.community_id)):
        call.adults, call.needed_persons = counted.adults, needed_of(counted.adults)
    home = _home_joins(call, household_id, by)
    person = is_adult and _person_joins(call, by)
    if home or person:
        record(CALLED, subject=topic, thread=thread_of(topic), by=by)
        _tell_when_enough(call, topic)
    return home or person


def _home_joins(call, household_id, by):
    if db.session.get(MeetingCallVoice, (call.topic_id, household_id)) is not None:
        return False
    db.session.add(MeetingCallVoice(topic_id=call.topic_id, household_id=household_id, person_id=by.id))
    call.calls += 1
    return True


def _person_joins(call, by):
    theirs = select(MeetingCallPerson.id).filter_by(topic_id=call.topic_id, person_id=by.id)
    if db.session.scalar(theirs) is not None:
        return False
    db.session.add(MeetingCallPerson(topic_id=call.topic_id, person_id=by.id))
    call.persons += 1
    return True


def _tell_when_enough(call, topic):
    if call.reached_at is not None or not call.is_enough:
        return
    call.reached_at = utcnow()
    told = {"calls": call.calls, "needed": call.needed, "unit": "household"}
    if call.calls < call.needed:
        told = {"calls": call.persons, "needed": call.needed_persons, "unit": "person"}
    record(REACHED, subject=topic, thread=thread_of(topic), public=told)


def _first(topic):
    here = select(func.count()).where(Household.community_id == topic.community_id)
    households = db.session.scalar(here)
    call = MeetingCall(
        topic_id=topic.id, households=households, needed=needed_of(households), calls=0, persons=0
    )
    db.session.add(call)
    return call


def adults_of(community_id: int) -> AdultCount | None:
    """What the residents' committee last wrote down, None while it never did."""
    newest = select(AdultCount).filter_by(community_id=community_id).order_by(AdultCount.id.desc()).limit(1)
    return db.session.scalar(newest)


def write_adults(community, *, adults: int, counted_on: date, source: str, by) -> AdultCount:
    """The residents' committee says how many adults live there. Demands begun with a number keep it.

    Raises Refused for a day to come and for no source.
    """
    if counted_on > local_today():
        raise Refused(_("This day has not come yet."), _("Give the day of the register."))
    if not source.strip():
        raise Refused(_("Say which register the number is from."))
    count = AdultCount(
        community_id=community.id,
        adults=adults,
        counted_on=counted_on,
        source=source.strip(),
        entered_by=by.id,
    )
    db.session.add(count)
    db.session.flush()
    told = {"adults": adults, "counted_on": counted_on.isoformat()}
    record(COUNTED, subject=count, community_id=community.id, by=by, public=told)
    return count
