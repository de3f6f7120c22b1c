"""Urgent matters: who is on duty, what rings, through the room's own verbs."""

from datetime import timedelta

from civic.database import locked, utcnow, writing
from civic.dispatch import incident_workflow, roster_workflow
from civic.dispatch.urgent_models import Incident, IncidentEvent
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.places.models import Place
from tests.factories.issues import make_issue, make_told
from tests.harness.scenes import followed, staged

BURST = "厨房水管爆裂,水往楼下流"
DAY = timedelta(days=1)


@followed
def make_shift(town, body=None, place=None, **given):
    """On duty from an hour ago until tomorrow; an office's mobile number."""
    place, body = place or town.community, body or town.property
    said = {
        "role_words": "值班长", "phone": "13800000007", "is_own": False, "is_weekly": False,
        "starts_at": utcnow() - timedelta(hours=1), "ends_at": utcnow() + DAY,
    }  # fmt: skip
    with writing() as session:
        place = session.get(Place, place.id)
        return roster_workflow.set_shift(
            town.community.parent_id, by=town.street, place=place, body=body, **(said | given)
        )


@followed
def make_burst(town, place=None, **more):
    """A resident's urgent words, sent just now."""
    return make_issue(town.community, town.resident, words=BURST, place=place or town.door, **more)


@staged
def make_told_urgent(town, **more):
    """An urgent issue everybody may read."""
    return make_told(
        town.community, town.resident, town.secretary, words=BURST, place=town.door,
        urgency=Urgency.URGENT, category="water.pipes", **more,
    )  # fmt: skip


@followed
def make_ring(issue, by, *bodies) -> Incident:
    """Those on duty, or of these bodies, are rung."""
    with writing():
        return incident_workflow.ring(locked(Issue, issue.id), by=by, bodies=bodies)


@followed
def make_note(incident, kind, by, body=None, measure=None) -> IncidentEvent:
    """One tap."""
    with writing():
        row = locked(Incident, incident.id)
        return incident_workflow.note(row, kind, by=by, body=body, measure=measure)


@followed
def make_door_notice(incident, place, by, what="2门总阀已关,全楼停水。", until=None, call_body=None):
    """Every door at or below the place is told."""
    with writing() as session:
        here = session.get(Place, place.id)
        row = locked(Incident, incident.id)
        return incident_workflow.tell_doors(
            row, by=by, place=here, what=what, until=until, call_body=call_body
        )
