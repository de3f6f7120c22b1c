"""What comes next for a whistle or a called body: said to whoever tries something else. No database."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.dispatch.whistle_states import CallState, WhistleState
from civic.errors import Conflict

W, C = WhistleState, CallState
NEXT = {
    W.DRAFTED: _l("The street agrees to it or calls it off; nothing else comes before that."),
    W.APPROVED: _l("Blow it first, or call it off."),
    W.BLOWN: _l("Those called answer and come; note who is there, then begin the joint diagnosis."),
    W.ACKNOWLEDGED: _l("All are on their way; note who is there, then begin the joint diagnosis."),
    W.CHECKED_IN: _l("All are there: begin the joint diagnosis."),
    W.JOINT_DIAGNOSIS: _l("Each body writes down what it found; then act together."),
    W.ACTING: _l("They act together; when it is done, the street says that it is solved."),
    W.RESOLVED: _l("Both ends rate now; if it is not solved after all, the street lets them act on."),
    W.MUTUAL_EVALUATED: _l("Only closing it is left; the street does that."),
    W.ARCHIVED: _l("If the trouble is back, ask for a new whistle."),
    W.CALLED_OFF: _l("If it is still needed, ask for a new whistle."),
}
FOR_THE_DISTRICT = _l("It can still come; whether it must, the district decides.")
CALL_NEXT = {
    C.CALLED: _l("First the body answers or comes."),
    C.ACKNOWLEDGED: _l("It is on its way: note it when it is there."),
    C.CHECKED_IN: _l("It writes down what it found when all look at it together."),
    C.LATE: FOR_THE_DISTRICT,
    C.NO_SHOW: FOR_THE_DISTRICT,
    C.DECLINED: _l("The street accepts the ground, or lets the district decide."),
    C.RELEASED: _l("If somebody is missing now, call another body."),
}


def not_now(whistle) -> Conflict:
    """The whistle is not there yet, or has gone on in the meantime."""
    said = _("That cannot be done now: this whistle is “%(state)s”.", state=whistle.state.label)
    return Conflict(said, NEXT[whistle.state])


def call_not_now(call) -> Conflict:
    """The called body is not there yet, or has gone on in the meantime."""
    said = _("That cannot be done now: this body is “%(state)s”.", state=call.state.label)
    return Conflict(said, CALL_NEXT[call.state])
