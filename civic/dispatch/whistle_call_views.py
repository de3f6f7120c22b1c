"""The called body's pages: what it is called to, its answer, its arrival by the code, its finding."""

from flask import redirect, url_for
from flask_login import current_user

from civic.accounts.sealing import same
from civic.authorization import requires, signed_in
from civic.database import utcnow
from civic.dispatch import whistle_call_workflow as calls
from civic.dispatch import whistle_findings as findings
from civic.dispatch import whistle_policies as policies
from civic.dispatch import whistle_queries as queries
from civic.dispatch import whistle_ratings
from civic.dispatch.whistle_acting import call_or_404, named, run_act, whistle_or_404
from civic.dispatch.whistle_blueprint import whistles
from civic.dispatch.whistle_desk_views import check_in_key
from civic.dispatch.whistle_forms import ActForm, ArrivalForm, FindingForm, RefusalForm, ResponderForm
from civic.dispatch.whistle_models import WhistleCall
from civic.dispatch.whistle_states import Method, Side
from civic.errors import NotAllowed, NotFound
from civic.extensions import db
from civic.issues.photos import photos_of
from civic.rendering import render


def may_have_calls(user, subject=None) -> bool:
    """Acts for some body."""
    return bool(user.body_ids)


@whistles.get("/whistles/calls")
@requires(may_have_calls)
def mine():
    """What my bodies are called to, and how long is left."""
    rows = queries.calls_of_bodies(current_user.body_ids)
    return render("dispatch/whistle_call_mine.html", calls=rows, now=utcnow())


@whistles.get("/whistles/<int:no>/calls/<int:call_id>")
@requires(policies.may_read_call, on=call_or_404)
def response(call):
    """One call: what is asked, by when, and my answer."""
    return show_call(call)


def bare_call_or_404(call_id):
    """A call by its number alone, as messages name it."""
    call = db.session.get(WhistleCall, call_id)
    if call is None:
        raise NotFound(None)
    return call_or_404(call.whistle_id, call_id)


@whistles.get("/whistles/calls/<int:call_id>")
@requires(policies.may_read_call, on=bare_call_or_404)
def called(call):
    """Lead on to the call's page, or to the desk of those who run the whistle."""
    if policies.answers_for(current_user, call):
        return redirect(url_for(".response", no=call.whistle_id, call_id=call.id), 303)
    return redirect(url_for(".desk", no=call.whistle_id), 303)


def show_call(call, status=200, **refused):
    """The page, with a refused form in its place."""
    forms = {"refusal_form": RefusalForm, "rating_form": ResponderForm}
    forms = {name: form(formdata=None) for name, form in forms.items()}
    forms["finding_form"] = FindingForm(formdata=None, finding=call.finding, will_do=call.will_do)
    forms = {name: named(form, name) for name, form in (forms | refused).items()}
    return render(
        "dispatch/whistle_call.html", status, call=call, whistle=call.whistle, photos=photos_of(call),
        rated=queries.rating_of_call(call, Side.RESPONDER), policies=policies,
        button=ActForm(formdata=None), **forms,
    )  # fmt: skip


def _act(call, form, name, verb):
    if not form.validate_on_submit():
        return show_call(call, 422, **({name: form} if name else {}))
    number, here = call.id, url_for("whistles.response", no=call.whistle_id, call_id=call.id)
    return run_act(form, here, lambda: verb(queries.locked_call(number)))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/acknowledgement")
@requires(policies.may_answer, on=call_or_404)
def create_acknowledgement(call):
    """We are coming."""
    return _act(call, ActForm(), None, lambda it: calls.acknowledge(it, by=current_user))


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/refusal")
@requires(policies.may_answer, on=call_or_404)
def create_refusal(call):
    """We need not come, and the law says so."""
    form = RefusalForm()
    return _act(
        call,
        form,
        "refusal_form",
        lambda it: calls.decline(it, by=current_user, ground=form.ground.data, words=form.words.data),
    )


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/finding")
@requires(policies.may_answer, on=call_or_404)
def create_finding(call):
    """What we found and what we will do."""
    form = FindingForm()
    return _act(
        call,
        form,
        "finding_form",
        lambda it: findings.write_finding(
            it, by=current_user, finding=form.finding.data, will_do=form.will_do.data
        ),
    )


@whistles.post("/whistles/<int:no>/calls/<int:call_id>/rating")
@requires(policies.may_answer, on=call_or_404)
def create_call_rating(call):
    """The called body rates the whistle."""
    form = ResponderForm()
    return _act(
        call,
        form,
        "rating_form",
        lambda it: whistle_ratings.rate_call(
            it, by=current_user, side=Side.RESPONDER, marks=form.marks(), words=form.words.data or ""
        ),
    )


def whistle_at_code(no, key):
    """The whistle whose code was scanned; a key that was not signed here opens nothing."""
    whistle = whistle_or_404(no)
    if not whistle.is_public or not same(key, check_in_key(whistle)):
        raise NotFound(None)
    whistle.key = key
    return whistle


@whistles.get("/whistles/<int:no>/check-in/<key>")
@requires(signed_in, on=whistle_at_code)
def arrival(whistle):
    """Scan, tap: we are here."""
    return _arrival(whistle)


def _arrival(whistle, status=200):
    mine = [call for call in whistle.calls if policies.answers_for(current_user, call)]
    forms = {call.id: named(ArrivalForm(formdata=None, call=call.id), f"call{call.id}") for call in mine}
    return render("dispatch/whistle_call_arrival.html", status, whistle=whistle, mine=mine, forms=forms)


@whistles.post("/whistles/<int:no>/check-in/<key>")
@requires(signed_in, on=whistle_at_code)
def create_arrival(whistle):
    """报到."""
    form = ArrivalForm()
    wanted = form.call.data
    call = next((each for each in whistle.calls if str(each.id) == wanted), None)
    if call is None or not policies.answers_for(current_user, call):
        raise NotAllowed(None)
    if not form.validate_on_submit():
        return _arrival(whistle, 422)
    number, here = call.id, url_for("whistles.response", no=whistle.id, call_id=call.id)
    decider = form.has_decider.data
    return run_act(
        form,
        here,
        lambda: calls.check_in(
            queries.locked_call(number), by=current_user, method=Method.CODE, has_decider=decider
        ),
    )
