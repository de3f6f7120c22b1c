"""What rings by itself: urgent words the moment a resident sends them, and what is found or turns urgent."""

from datetime import timedelta

from civic.database import is_dated, utcnow
from civic.dispatch import incident_workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.queries import street_of
from civic.dispatch.urgent_calling import plan_of
from civic.issues import workflow as issues
from civic.issues.kinds import Urgency
from civic.issues.suggestions import suggest
from civic.issues.urgency import MADE_URGENT
from civic.ledger.signals import recorded

FRESH = timedelta(hours=1)  # older words come from a file or a drawer: whoever sorts them decides


@recorded.connect
def ring_those_on_duty(verb, subject, by=None, **rest):
    """Inside the issue's own transaction; only writes rows. The past of the demo town rings nobody."""
    if verb in CAUSES and not is_dated() and CAUSES[verb](subject):
        spot = urgent.place(subject.place_id or subject.community_id)
        likely = [body for body, _role in plan_of(subject, street_of(subject.community_id), spot)]
        incident_workflow.ring(subject, by=by, likely=likely)


def _sounds_urgent(issue):
    is_fresh = utcnow() - issue.raised_at < FRESH
    return is_fresh and suggest(issue.body_raw).urgency is Urgency.URGENT


def _never_rung(issue):
    return issue.is_urgent and urgent.last_incident(issue.id) is None


def _broken_again(issue):
    return issue.is_urgent and urgent.open_incident(issue.id) is None


CAUSES = {
    issues.SUBMITTED: _sounds_urgent,
    issues.ACCEPTED: _never_rung,
    MADE_URGENT: _never_rung,
    issues.REOPENED: _broken_again,
}
