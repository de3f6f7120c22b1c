"""A door meeting that goes on right now, under the tree: somebody speaks, three wait, a text stands.

The demo's resident is in the room, so a visitor signed in as that resident can ask for the word.
"""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.database import dated, utcnow
from civic.extensions import db
from civic.meetings import hands_workflow, live_workflow, workflow
from civic.meetings.live_states import Side
from civic.meetings.models import Attendance, Meeting
from civic.meetings.presence import recount
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from civic.places.models import Household
from civic.places.queries import community

TITLE = "西墙点夜里黑,灯怎么补"
TEXT = "西墙点先补一盏灯,一个月内亮;灯亮以后试放一个月,满月再议。"
SIDES = (Side.AGAINST, Side.FOR, Side.AGAINST, Side.OTHER)


def load(town) -> int:
    """The meeting, begun half an hour ago; nothing when it is there."""
    if db.session.scalar(select(Meeting.id).where(Meeting.title == TITLE)) is not None:
        return 0
    here, now = community(), utcnow()
    by = _secretary(here)
    with dated(now - timedelta(days=1)):
        meeting = workflow.prepare(
            here, by=by, kind=MeetingKind.DOOR, title=TITLE, where_held="10号楼前槐树下",
            starts_at=now - timedelta(minutes=30), quorum=5,
            items=[("夜里走西墙那段路", 20), ("灯的钱从哪儿出", 15), ("谁来看护", 10)],
        )  # fmt: skip
        workflow.call(meeting, by=by)
    with dated(now - timedelta(minutes=28)):
        live_workflow.begin(meeting, by=by)
        rows = [_there(meeting, *who) for who in _residents(here)]
    with dated(now - timedelta(minutes=6)):
        live_workflow.step(meeting, by=by, seen=_seen(meeting))
        waiting = [
            live_workflow.ask(meeting, by=by, side=side, attendance=row)
            for row, side in zip(rows[1:], SIDES, strict=False)
        ]
        motion = hands_workflow.move(meeting, by=by, text=TEXT)
        hands_workflow.freeze(motion, by=by, breaks_id=0)
    live_workflow.give(waiting[0], by=by, seen=_seen(meeting))
    return 1


def _secretary(here):
    held = select(Membership.person_id).where(
        Membership.role == Role.SECRETARY, Membership.community_id == here.id
    )
    return db.session.get(Person, db.session.scalar(held.order_by(Membership.id).limit(1)))


def _residents(here):
    """(person, door) of the demo's first residents, those that visitors sign in as among them."""
    statement = (
        select(Membership.person_id, Household.door_id)
        .join(Household, Household.id == Membership.household_id)
        .where(
            Membership.role == Role.RESIDENT, Membership.standing == Standing.VERIFIED,
            Membership.community_id == here.id,
        )
        .order_by(Membership.id)
        .limit(9)
    )  # fmt: skip
    seen = {}
    for person, door in db.session.execute(statement):
        seen.setdefault(person, door)
    return list(seen.items())


def _there(meeting, person_id, door_id):
    row = Attendance(
        meeting_id=meeting.id, person_id=person_id, door_id=door_id, capacity=Capacity.RESIDENT,
        checked_by=CheckInBy.CODE,
    )  # fmt: skip
    db.session.add(row)
    recount(meeting)
    return row


def _seen(meeting):
    item = live_workflow.current_item(meeting.id)
    return live_workflow.floor_tag(item, live_workflow.current_speech(meeting.id))
