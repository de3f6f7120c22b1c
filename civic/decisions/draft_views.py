"""Drafting a decision: text and ground, the burden record, then on notice."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.queries import body_choices
from civic.database import writing
from civic.decisions import policies, queries, workflow
from civic.decisions.blueprint import back_to, decisions, form_page, one_time
from civic.decisions.forms import BurdenForm, DecisionForm, NoticeForm
from civic.decisions.models import Basis
from civic.rendering import render
from civic.submissions import once
from civic.topics.queries import topic_or_404


def asked_topic():
    """The topic named in the address or the form: ?topic=12."""
    return topic_or_404(request.values.get("topic", type=int) or abort(404))


@form_page("/decisions/new")
@requires(policies.may_draft, on=asked_topic)
def new(topic):
    """Write a decision on a topic down."""
    form = _choices(DecisionForm(), topic)
    if form.validate_on_submit():
        return _create(form, topic)
    if request.method == "GET":
        _suggest(form, topic)
    return render("decisions/new.html", 422 if form.errors else 200, topic=topic, form=form)


def _choices(form, topic):
    votes = [(vote.id, f"{vote.id} · {vote.question}") for vote in queries.votes_on(topic)]
    form.vote.choices = [(0, _("None on this site")), *votes]
    form.doer.choices = [(0, _("Said later")), *body_choices(topic.community_id)]
    return form


def _suggest(form, topic):
    form.title.data, form.doer.data = topic.title, topic.doer_body_id or 0
    form.doer_due_on.data = topic.doer_due_on
    closed = [vote for vote in queries.votes_on(topic) if vote.state == "closed"]
    form.vote.data = closed[-1].id if closed else 0
    form.basis.data = Basis.VOTE.value if closed else Basis.CONSENT.value


def _fields(form):
    """The typed values under the names of the columns; 0 in a list means nothing chosen."""
    names = ("title", "text", "basis_note", "trial_until", "review_on", "doer_due_on", "notice_days")
    values = {name: form[name].data for name in names}
    return values | {
        "basis": Basis(form.basis.data), "basis_note": form.basis_note.data or "",
        "other_way": (form.other_way.data or "").strip(),
        "vote_id": form.vote.data or None, "doer_body_id": form.doer.data or None,
    }  # fmt: skip


def _create(form, topic):
    with writing(), once(form) as first:
        decision = workflow.draft_decision(topic, by=current_user, **_fields(form))
        number = decision.id
        first.leads_to(url_for("decisions.burden", no=number))
    return redirect(url_for("decisions.burden", no=number), 303)


@form_page("/decisions/<int:no>/draft")
@requires(policies.may_run, on=queries.decision_or_404)
def draft(decision):
    """Mend the draft."""
    form, number = _choices(DecisionForm(obj=decision), decision.topic), decision.id
    if form.validate_on_submit():
        with one_time(form, number):
            workflow.edit_decision(decision, by=current_user, **_fields(form))
        return back_to(number, _("Saved."))
    if request.method == "GET":
        form.vote.data, form.doer.data = decision.vote_id or 0, decision.doer_body_id or 0
    return render("decisions/draft.html", 422 if form.errors else 200, decision=decision, form=form)


@form_page("/decisions/<int:no>/burden")
@requires(policies.may_run, on=queries.decision_or_404)
def burden(decision):
    """Who is affected and what they are offered."""
    form, number = BurdenForm(obj=decision), decision.id
    if form.validate_on_submit():
        said = {name: form[name].data or "" for name in ("affected", "offered", "their_reply")}
        with one_time(form, number):
            workflow.record_burden(decision, by=current_user, nobody=form.nobody.data, **said)
        return back_to(number, _("On record. Now it can go on notice."))
    may_sign = policies.may_sign_nobody(current_user, decision)
    return render("decisions/burden.html", 422 if form.errors else 200, decision=decision, form=form,
                  may_sign=may_sign)  # fmt: skip


@decisions.post("/decisions/<int:no>/notice")
@requires(policies.may_run, on=queries.decision_or_404)
def create_notice(decision):
    """Post it."""
    form, number = NoticeForm(), decision.id
    with one_time(form, number):
        workflow.notice_decision(decision, by=current_user)
    return back_to(number, _("On notice. The text for the group is below."))
