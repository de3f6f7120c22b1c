"""A fifth of the owners may demand an owners' meeting; reaching the line is told to the street.

Source: 物业管理条例(国务院)第13条 (经20%以上的业主提议,应当组织召开业主大会临时会议); 「以上」 includes the
number. Owners are heads (heads.py): who has several homes has one voice.
"""

from flask_babel import gettext as _

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household
from civic.threads.models import Thread
from civic.topics.calling import needed_of
from civic.topics.models import Topic
from civic.votes import roll
from civic.votes.call_models import OwnersCall, OwnersCallVoice

CALLED = act("topic.owners_meeting_called")
REACHED = act("topic.owners_call_reached", public={"calls", "needed"})


def call_owners(topic, home: Household, *, owns: bool, by) -> bool:
    """One owner demands the meeting, once; returns False when they already did.

    Args: owns — the person says that somebody of the home owns it. Raises Refused without that,
    Conflict once the topic is over.
    """
    if not owns:
        raise Refused(
            _("Only owners can demand the owners' meeting."), _("Tick that this home belongs to your family.")
        )
    topic = locked(Topic, topic.id)
    if topic.is_over:
        raise Conflict(_("This topic is finished."), _("Propose a new one if it should be taken up again."))
    heads = roll.heads_in(topic.community_id, topic.place_id)
    lead = next((one.lead for one in heads if home.id in one.homes), None)
    if lead is None:
        raise Refused(_("Your home is not one of those this topic is about."))
    if db.session.get(OwnersCallVoice, (topic.id, lead)) is not None:
        return False
    call = db.session.get(OwnersCall, topic.id) or _first(topic, len(heads))
    db.session.add(OwnersCallVoice(topic_id=topic.id, household_id=lead, person_id=by.id))
    call.calls += 1
    thread = db.session.get(Thread, topic.thread_id)
    record(CALLED, subject=topic, thread=thread, by=by)
    if call.reached_at is None and call.calls >= call.needed:
        call.reached_at = utcnow()
        told = {"calls": call.calls, "needed": call.needed}
        record(REACHED, subject=topic, thread=thread, public=told)
    return True


def _first(topic, owners):
    call = OwnersCall(topic_id=topic.id, owners=owners, needed=needed_of(owners), calls=0)
    db.session.add(call)
    return call
