"""A seat steps aside for one topic, in public and with a reason; and comes back."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import text

from civic.authorization import requires
from civic.councils import queries, table_workflow
from civic.councils.models import Recusal, Seat
from civic.councils.policies import may_speak_for
from civic.councils.table_forms import RecusalForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.errors import NotFound
from civic.extensions import db
from civic.rendering import render
from civic.submissions import OnceForm, once

TOPIC = text("SELECT 1 FROM topic WHERE id = :no AND community_id = :home")  # a room below this one


def _speaks(user, seat):
    return may_speak_for(user, seat, local_today())


@councils.get("/<int:council_id>/seats/<int:seat_id>/recusals")
@requires(_speaks, on=queries.seat_or_404)
def recusals(seat):
    """For which topics we step aside, and a form for one more."""
    return _page(seat, RecusalForm(formdata=None))


def _page(seat, form, status=200):
    return render("councils/recusals.html", status, seat=seat, form=form, end_form=OnceForm(formdata=None),
                  recusals=queries.recusals_of(seat))  # fmt: skip


@councils.post("/<int:council_id>/seats/<int:seat_id>/recusals")
@requires(_speaks, on=queries.seat_or_404)
def recuse(seat):
    """From now on the seat counts on neither side there."""
    form, number, home_id = RecusalForm(), seat.id, seat.council.community_id
    here = url_for("councils.show", council_id=seat.council_id, _anchor=f"seat-{number}")
    if form.validate_on_submit() and not _is_topic(form.topic.data, home_id):
        form.topic.errors = [_("There is no topic of that number here. Its number stands on its page.")]
    if form.errors or not form.is_submitted():
        return _page(seat, form, 422)
    with writing(), once(form) as first:
        table_workflow.recuse(
            locked(Seat, number), form.topic.data, form.reason.data, by=current_user, community_id=home_id
        )
        first.leads_to(here)
    flash(_("Written down: for this topic your seat steps aside."), "good")
    return redirect(here, 303)


def _is_topic(no, home_id):
    asked = {"no": no, "home": home_id}
    return 0 < no < 2**53 and db.session.execute(TOPIC, asked).first() is not None


def recusal_or_404(council_id, seat_id, recusal_id):
    """(seat, recusal): what is ended and who may; raises NotFound."""
    recusal = db.session.get(Recusal, recusal_id)
    if recusal is None or recusal.seat_id != seat_id:
        raise NotFound(None)
    return queries.seat_or_404(council_id, seat_id), recusal


@councils.post("/<int:council_id>/seats/<int:seat_id>/recusals/<int:recusal_id>/ending")
@requires(lambda user, both: _speaks(user, both[0]), on=recusal_or_404)
def end_recusal(both):
    """The reason is gone."""
    form, (seat, recusal) = OnceForm(), both
    here = url_for("councils.show", council_id=seat.council_id, _anchor=f"seat-{seat.id}")
    number, home_id = recusal.id, seat.council.community_id
    with writing(), once(form) as first:
        table_workflow.end_recusal(locked(Recusal, number), by=current_user, community_id=home_id)
        first.leads_to(here)
    flash(_("Written down: the seat counts again there."), "good")
    return redirect(here, 303)
