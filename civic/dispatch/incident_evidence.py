"""Photos of an urgent matter: what it looked like on arrival. Declared once, at import."""

from flask import url_for

from civic.dispatch import policies, urgent_policies
from civic.dispatch.urgent_queries import incident_or_404
from civic.extensions import db
from civic.issues.photo_homes import home_kind
from civic.threads.models import Thread


def _load(key):
    return incident_or_404(int(key)) if str(key).isdigit() else None


HOME = home_kind(
    "incident",
    load=_load,
    page=lambda incident: url_for("work_orders.urgent_incident", no=incident.id),
    may_add=lambda user, incident: incident.is_open and urgent_policies.may_act(user, incident),
    may_see=urgent_policies.may_act,
    may_release=lambda user, incident: policies.serves_street(user, incident.street_id),
    is_told=lambda incident: bool(db.session.get(Thread, incident.thread_id).title),
    thread_id=lambda incident: incident.thread_id,
)
