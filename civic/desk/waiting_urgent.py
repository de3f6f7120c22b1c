"""What is urgent just now: open incidents of the street, of the community's office and of bodies rung."""

from sqlalchemy import exists, or_, select, true

from civic.accounts.roles import Role
from civic.desk.rows import FEW, row
from civic.dispatch.urgent_models import Incident, IncidentEvent
from civic.dispatch.urgent_states import EventKind
from civic.issues.models import Issue
from civic.issues.policies import TRIAGE_ROLES
from civic.places.models import Place
from civic.threads.models import Thread


def of_incidents(user) -> list:
    """Not over yet, the longest ringing first; each once, also for somebody of an office and a body."""
    streets = user.places_as(Role.STREET_STAFF)
    here = [c for c in user.community_ids if user.has_any_role(TRIAGE_ROLES, community_id=c)]
    mine = []
    if streets:
        mine.append(Incident.street_id.in_(streets))
    if here:
        above = select(Place.parent_id).where(Place.id.in_(here))
        mine.append(Incident.street_id.in_(above) & Incident.community_id.in_(here))
    if user.body_ids:
        rung = IncidentEvent.body_id.in_(user.body_ids) & (IncidentEvent.kind == EventKind.RUNG)
        mine.append(exists().where(IncidentEvent.incident_id == Incident.id, rung))
    if not mine:
        return []
    # The few that are open first, then their words: no planner starts from all issues there are.
    few = select(Incident.id, Incident.thread_id, Incident.issue_id, Incident.rung_at)
    few = few.where(Incident.over_at.is_(None), or_(*mine))
    few = few.order_by(Incident.rung_at, Incident.id).limit(FEW).subquery()
    return [
        row("incident.open", few.c.id, few.c.rung_at, urgent=true(), words=Issue.body_raw)
        .join(few, few.c.thread_id == Thread.id)
        .join(Issue, Issue.id == few.c.issue_id)
    ]
