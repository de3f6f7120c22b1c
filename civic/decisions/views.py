"""Decisions: the list, one decision with its burden record, objections and answers, its poster."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import utcnow, writing
from civic.decisions import policies, queries, showing, workflow
from civic.decisions.blueprint import back_to, decisions, form_page, one_time
from civic.decisions.forms import AnswerForm, ObjectionForm, ReasonForm
from civic.decisions.models import DecisionState
from civic.errors import NotFound
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.votes import telling
from civic.votes.by_building import turnout_of

bp = decisions


def public_decision(no):
    """The decision, unless it is a draft and the visitor is no staff of its community."""
    decision = queries.decision_or_404(no)
    if decision.state == DecisionState.DRAFTED and not policies.may_run(current_user, decision):
        raise NotFound(None)
    return decision


@decisions.get("/decisions")
@requires(anyone)
def index():
    """What was decided, newest first."""
    state = request.args.get("state")
    state = state if state in queries.SHOWN else None
    page = queries.decision_page(state, request.args.get("community", type=int), request.args.get("after"))
    return render("decisions/index.html", page=page, state=state, states=queries.SHOWN,
                  row_line=showing.row_line)  # fmt: skip


@decisions.get("/decisions/<int:no>")
@requires(anyone, on=public_decision)
def show(decision):
    """What was decided, on what ground, who carries the burden."""
    return _page(decision)


def _page(decision, status=200, **forms):
    now, signed_in = utcnow(), current_user.is_authenticated
    may_object = decision.state == DecisionState.NOTICED and not decision.notice_over(now)
    if signed_in:
        forms = {"objection": ObjectionForm(formdata=None), "step": OnceForm(formdata=None)} | forms
    return render(
        "decisions/show.html", status, decision=decision, topic=decision.topic, may_object=may_object,
        objections=queries.objections_of(decision), forms=forms, notice_over=decision.notice_over(now),
        may_run=policies.may_run(current_user, decision), telling=telling,
        by_building=turnout_of(decision.vote) if decision.vote else (), **showing.context(decision),
    )  # fmt: skip


@decisions.get("/decisions/<int:no>/poster")
@requires(anyone, on=public_decision)
def poster(decision):
    """An A4 notice for the stairwell."""
    return render("decisions/poster.html", decision=decision, topic=decision.topic,
                  **showing.context(decision))  # fmt: skip


@decisions.post("/decisions/<int:no>/objections")
@requires(policies.may_object, on=public_decision)
def create_objection(decision):
    """Say something against it while it is on notice."""
    form, number = ObjectionForm(), decision.id
    if not form.validate():
        return _page(decision, 422, objection=form)
    with writing(), once(form) as first:
        workflow.object_to(decision, by=current_user, body=form.body.data.strip())
        first.leads_to(url_for("decisions.show", no=number, _anchor="objections"))
    return back_to(number, _("Thank you. It will be answered here before the decision counts."))


@form_page("/decisions/<int:no>/objections/<int:objection>/answer")
@requires(policies.may_run, on=lambda no, objection: queries.objection_or_404(no, objection))
def answer(objection):
    """Answer one objection in public."""
    form, number = AnswerForm(), objection.decision_id
    if form.validate_on_submit():
        with one_time(form, number):
            workflow.answer_objection(objection, by=current_user, answer=form.answer.data)
        return back_to(number, _("Answered; its author is told."))
    return render("decisions/answer.html", 422 if form.errors else 200, objection=objection, form=form,
                  decision=objection.decision)  # fmt: skip


@decisions.post("/decisions/<int:no>/confirmation")
@requires(policies.may_run, on=queries.decision_or_404)
def create_confirmation(decision):
    """The notice is over: it counts."""
    form, number = OnceForm(), decision.id
    with one_time(form, number):
        workflow.confirm(decision, by=current_user)
    return back_to(number, _("In force. Now say who does what, by when."))


@form_page("/decisions/<int:no>/withdrawal")
@requires(policies.may_run, on=queries.decision_or_404)
def withdrawal(decision):
    """Take it back, saying why."""
    form, number = ReasonForm(), decision.id
    if form.validate_on_submit():
        with one_time(form, number):
            workflow.withdraw(decision, by=current_user, reason=form.reason.data)
        return back_to(number, _("Taken back; your reason is public."))
    return render("decisions/withdrawal.html", 422 if form.errors else 200, decision=decision, form=form)
