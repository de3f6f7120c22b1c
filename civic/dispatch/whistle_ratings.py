"""双考核: both ends of a whistle rate each other, residents rate the result. Each once, for good."""

from flask_babel import gettext as _

from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_found_models import WhistleRating
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_next import NEXT
from civic.dispatch.whistle_states import QUESTIONS, SOLVED, Mark, Side, WhistleState
from civic.dispatch.whistle_workflow import conclude
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread

RATED = act("whistle.rated", public={"side", "body"})
RESIDENT_RATED = act("whistle.resident_rated")


def rate_call(call, *, by, side, marks, words="") -> WhistleRating:
    """One end rates the other. `side` WHISTLER: the street rates this body; RESPONDER: the body rates
    the whistle. `marks` has exactly the questions of that side. The last one ends the evaluation."""
    whistle = db.session.get(Whistle, call.whistle_id)
    if whistle.state is not WhistleState.RESOLVED:
        raise Conflict(_("Both ends rate once it is said to be solved."), NEXT[whistle.state])
    if not call.has_come:
        raise Conflict(
            _("A body that has not come is not rated."),
            _("That it has not come stands on the whistle’s page."),
        )
    if queries.rating_of_call(call, side) is not None:
        raise _rated_already()
    rating = _rating(whistle, side, marks, words, call_id=call.id)
    db.session.add(rating)
    public = {"side": side.value, "body": call.body_id}
    record(RATED, subject=rating, thread=_thread(whistle), by=by, public=public)
    came = sum(each.has_come for each in queries.calls_of(whistle))
    if queries.count_ratings(whistle) == 2 * came:
        conclude(whistle, by=by)
    return rating


def rate_result(whistle, *, by, mark, words="") -> WhistleRating:
    """A resident says what the result is worth; nobody else can, and nobody changes it (I7)."""
    if whistle.state not in SOLVED:
        raise Conflict(
            _("It is rated once it is said to be solved."), _("Come back when the street says so.")
        )
    if queries.rating_by(whistle, by) is not None:
        raise _rated_already()
    rating = _rating(whistle, Side.RESIDENT, {"result": mark}, words, resident_id=by.id)
    db.session.add(rating)
    record(RESIDENT_RATED, subject=rating, thread=_thread(whistle), by=by)
    return rating


def _rating(whistle, side, marks, words, **whose):
    if set(marks) != set(QUESTIONS[side]):
        raise ValueError(f"{side} rates {QUESTIONS[side]}, not {sorted(marks)}")
    marks = {name: Mark(mark) for name, mark in marks.items()}
    return WhistleRating(whistle_id=whistle.id, side=side, words=words.strip(), **whose, **marks)


def _rated_already():
    return Conflict(_("You have rated this already."), _("A rating stays as it was given."))


def _thread(whistle):
    return db.session.get(Thread, whistle.thread_id)
