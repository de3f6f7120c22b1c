"""Meetings at any stage, through the room's verbs."""

from datetime import timedelta

from civic.database import utcnow, writing
from civic.meetings import workflow
from civic.meetings.states import MeetingKind
from civic.places.queries import community as first_community
from tests.factories import number
from tests.harness.scenes import followed, staged


@followed
def make_meeting(by=None, kind=MeetingKind.CONSULTATION, **what):
    """Prepared, nobody told; tomorrow at this hour, two points on the agenda."""
    what = {
        "title": f"桶站放哪儿 {number()}",
        "where_held": "10号楼前槐树下",
        "starts_at": utcnow() + timedelta(days=1),
        "items": [("先量路", 10), ("再看窗", 10)],
    } | what
    with writing():
        return workflow.prepare(first_community(), by=by, kind=kind, **what)


@staged
def called(by=None, **what):
    meeting = make_meeting(by, **what)
    with writing():
        workflow.call(meeting, by=by)
    return meeting


@staged
def opened(by=None, **what):
    meeting = called(by, **what)
    with writing():
        workflow.open_meeting(meeting, by=by)
    return meeting
