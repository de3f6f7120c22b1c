"""What those who run a whistle do about one called body: note it is there, let it go, send it on, rate it."""

from flask import url_for
from flask_login import current_user

from civic.authorization import requires
from civic.dispatch import whistle_call_workflow as calls
from civic.dispatch import whistle_policies as policies
from civic.dispatch import whistle_queries as queries
from civic.dispatch import whistle_ratings
from civic.dispatch.whistle_acting import call_or_404, run_act
from civic.dispatch.whistle_blueprint import whistles
from civic.dispatch.whistle_forms import ActForm, ArrivalForm, WhistlerForm, WordsForm
from civic.dispatch.whistle_states import Method, Side
from civic.rendering import render


def _on_call(call, form, verb, page="dispatch/whistle_ruling.html"):
    """Validate, run the verb on the locked call, come back to the desk; refused, a page of its own."""
    number, no = call.id, call.whistle_id
    if not form.validate_on_submit():
        return render(page, 422, call=call, whistle=call.whistle, heading=call.body.name, form=form)
    return run_act(form, url_for("whistles.desk", no=no), lambda: verb(queries.locked_call(number)))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/arrival")
@requires(policies.may_note_arrival, on=call_or_404)
def create_noted_arrival(call):
    """The host notes that it is there."""
    form = ArrivalForm()
    return _on_call(
        call,
        form,
        lambda it: calls.check_in(it, by=current_user, method=Method.HOST, has_decider=form.has_decider.data),
    )


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/release")
@requires(policies.may_let_go, on=call_or_404)
def create_release(call):
    """It need not come."""
    form = WordsForm()
    return _on_call(call, form, lambda it: calls.release(it, by=current_user, words=form.words.data))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/escalation")
@requires(policies.may_send_on, on=call_or_404)
def create_escalation(call):
    """The district decides about its ground."""
    return _on_call(call, ActForm(), lambda it: calls.send_to_district(it, by=current_user))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/order")
@requires(policies.may_order, on=call_or_404)
def create_order(call):
    """The district says: come."""
    form = WordsForm()
    return _on_call(call, form, lambda it: calls.order(it, by=current_user, words=form.words.data))


@whistles.get("/whistles/<int:no>/calls/<int:call_id>/evaluation")
@requires(policies.may_rate_call, on=call_or_404)
def evaluation(call):
    """The street rates the body that came."""
    return render("dispatch/whistle_ruling_evaluation.html", call=call, form=WhistlerForm(formdata=None))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/evaluation")
@requires(policies.may_rate_call, on=call_or_404)
def create_evaluation(call):
    """Once; it stays as it was given."""
    form = WhistlerForm()
    return _on_call(
        call,
        form,
        lambda it: whistle_ratings.rate_call(
            it, by=current_user, side=Side.WHISTLER, marks=form.marks(), words=form.words.data or ""
        ),
        page="dispatch/whistle_ruling_evaluation.html",
    )
