"""A body promises something at the table; whoever leads the council says what became of it."""

from flask_babel import gettext as _

from civic.councils.pledge_models import TRANSITIONS, Pledge, PledgeState
from civic.database import local_today
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

PROMISED = act("pledge.made", public={"council", "seat", "due_on"})
SETTLED = act("pledge.settled", public={"state", "on"})


def promise(seat, what, standard, due_on, *, by, community_id, on=None) -> Pledge:
    """The seat promises: what, by which day, and how everybody can see it. Raises Refused for a day past."""
    on = on or local_today()
    if due_on < on:
        raise Refused(_("The day it is promised for is past."), _("Choose a day to come."))
    pledge = Pledge(
        council_id=seat.council_id, seat_id=seat.id, what=what, standard=standard, promised_on=on,
        due_on=due_on, state=PledgeState.OPEN,
    )  # fmt: skip
    db.session.add(pledge)
    db.session.flush()
    public = {"council": seat.council_id, "seat": seat.id, "due_on": due_on.isoformat()}
    record(PROMISED, subject=pledge, community_id=community_id, by=by, public=public)
    return pledge


def settle(pledge, state, *, by, community_id, why="", on=None) -> None:
    """Kept, not kept, or let go. Raises Conflict when that is said already, Refused without a reason."""
    if state not in TRANSITIONS[pledge.state]:
        raise Conflict(_("What became of this promise is on record already."), _("Load the page again."))
    if state != PledgeState.KEPT and not why.strip():
        raise Refused(_("Say why: it stands beside the promise for everybody."), _("One sentence is enough."))
    on = on or local_today()
    if state == PledgeState.NOT_KEPT and on <= pledge.due_on:
        raise Refused(_("Its day has not passed yet."), _("Wait until then, or let it go with a reason."))
    pledge.state, pledge.settled_on, pledge.settled_why = state, on, why.strip()
    public = {"state": state.value, "on": on.isoformat()}
    record(SETTLED, subject=pledge, community_id=community_id, by=by, public=public)
