"""Asking for a residents' seat, naming a neighbour for one, and the answer."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.models import Person
from civic.authorization import requires, signed_in
from civic.councils import application_queries, application_workflow, lottery_queries, queries
from civic.councils.application_models import ApplicationState, SeatApplication
from civic.councils.models import Council
from civic.councils.policies import may_apply, may_lead
from civic.councils.resident_forms import AnswerForm, ApplyForm, NominateForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.errors import Conflict, NotFound, Refused
from civic.rate_limits import limiter
from civic.rendering import render
from civic.submissions import OnceForm, once


def _leads(user, council):
    return may_lead(user, council, local_today())


def _answers(user, application):
    return may_lead(user, queries.council_or_404(application.council_id), local_today())


def own_or_404(application_id):
    """One's own application; anybody else's does not exist."""
    application = application_queries.application_or_404(application_id)
    if application.person_id != getattr(current_user, "id", None):
        raise NotFound(None)
    return application


@councils.get("/<int:council_id>/applications/new")
@requires(may_apply, on=queries.council_or_404)
def new_application(council):
    """What sitting there means, and two forms: for oneself, for a neighbour."""
    return _new(council, ApplyForm(formdata=None), NominateForm(formdata=None))


def _new(council, form, nominate_form, status=200):
    days = application_workflow.ANSWER_WITHIN.days
    return render("councils/new_application.html", status, council=council, form=form, days=days,
                  nominate_form=nominate_form)  # fmt: skip


@councils.post("/<int:council_id>/applications")
@requires(may_apply, on=queries.council_or_404)
def apply(council):
    """It waits for an answer from now on."""
    form, number = ApplyForm(), council.id
    if not form.validate_on_submit():
        return _new(council, form, NominateForm(formdata=None), 422)
    if lottery_queries.building_of(current_user.household_ids, council) is None:
        raise Refused(
            _("This council is for homes at another place."), _("Look for the council of your building.")
        )
    here = url_for("councils.my_applications")
    with writing(), once(form) as first:
        me = locked(Person, current_user.id)
        application_workflow.apply(locked(Council, number), me, form.words.data, by=current_user)
        first.leads_to(here)
    flash(_("Sent. You will read the answer and its reason here."), "good")
    return redirect(here, 303)


@councils.post("/<int:council_id>/nominations")
@limiter.limit("20 per day", key=lambda: f"nominations:{current_user.get_id()}")
@requires(may_apply, on=queries.council_or_404)
def nominate(council):
    """If they are on this site they are asked; who is, nobody learns from the answer."""
    form, number, home_id = NominateForm(), council.id, council.community_id
    if not form.validate_on_submit():
        return _new(council, ApplyForm(formdata=None), form, 422)
    named = application_queries.resident_by_phone(form.phone.number, home_id)
    here, person_id = url_for("councils.show", council_id=number), named and named.id
    lives_there = named and lottery_queries.building_of(named.household_ids, council)
    if lives_there and person_id != current_user.id:
        _name(form, number, person_id, here)
    flash(
        _("If a neighbour here has this number, they read it when they next sign in and say yes or no."),
        "good",
    )
    return redirect(here, 303)


def _name(form, council_id, person_id, here):
    try:
        with writing(), once(form) as first:
            application_workflow.apply(
                locked(Council, council_id), locked(Person, person_id), form.words.data, by=current_user,
                nominated_by=current_user,
            )  # fmt: skip
            first.leads_to(here)
    except Conflict:
        return  # that they sit there or have asked already is theirs to tell


@councils.get("/applications")
@requires(signed_in)
def my_applications():
    """What one has asked for, was named for, and the answers."""
    rows = application_queries.own(current_user.id)
    return render("councils/my_applications.html", rows=rows, form=OnceForm(formdata=None),
                  states=ApplicationState, today=local_today())  # fmt: skip


@councils.post("/applications/<int:application_id>/consent")
@requires(signed_in, on=own_or_404)
def agree(application):
    """Yes, ask for me."""
    with writing(), once(OnceForm()) as first:
        application_workflow.agree(locked(SeatApplication, application.id), by=current_user)
        first.leads_to(url_for("councils.my_applications"))
    return redirect(first.url, 303)


@councils.post("/applications/<int:application_id>/withdrawal")
@requires(signed_in, on=own_or_404)
def withdraw(application):
    """I take it back, or: no, thank you."""
    with writing(), once(OnceForm()) as first:
        application_workflow.withdraw(locked(SeatApplication, application.id), by=current_user)
        first.leads_to(url_for("councils.my_applications"))
    return redirect(first.url, 303)


@councils.get("/<int:council_id>/applications")
@requires(_leads, on=queries.council_or_404)
def applications(council):
    """Who waits for an answer, what is due first."""
    page = application_queries.page_of_waiting(council.id, request.args.get("after"))
    return render("councils/applications.html", council=council, page=page, today=local_today())


@councils.get("/applications/<int:application_id>/answer")
@requires(_answers, on=application_queries.application_or_404)
def application(application):
    """Their words, and the answer."""
    return render("councils/application.html", application=application, form=AnswerForm(formdata=None),
                  today=local_today())  # fmt: skip


@councils.post("/applications/<int:application_id>/answer")
@requires(_answers, on=application_queries.application_or_404)
def answer(application):
    """Yes or no, with the reason."""
    form, number, person_id = AnswerForm(), application.id, application.person_id
    if not form.validate_on_submit():
        return render(
            "councils/application.html", 422, application=application, form=form, today=local_today()
        )
    here = url_for("councils.applications", council_id=application.council_id)
    with writing(), once(form) as first:
        person, waiting = locked(Person, person_id), locked(SeatApplication, number)
        if form.verdict.data == "yes":
            application_workflow.accept(waiting, form.answer.data, person=person, by=current_user)
        else:
            application_workflow.decline(waiting, form.answer.data, by=current_user)
        first.leads_to(here)
    flash(_("Answered; they read it on their page."), "good")
    return redirect(here, 303)
