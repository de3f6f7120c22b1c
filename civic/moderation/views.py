"""The public log and the switch; reporting; the queue; rulings and appeals."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import anyone, local_path, requires, signed_in
from civic.database import locked, utcnow, writing
from civic.dispatch.queries import street_of
from civic.errors import NotFound
from civic.extensions import db
from civic.moderation import policies, queries, workflow
from civic.moderation.forms import AppealForm, ButtonForm, FirstLookForm, HidingForm, ReportForm
from civic.moderation.models import Appeal, ReasonCode, Ruling, SubjectType
from civic.moderation.subjects import find
from civic.rendering import render
from civic.submissions import once

bp = Blueprint("moderation", __name__, url_prefix="/moderation")
MONTH = timedelta(days=30)


@bp.app_context_processor
def _words():
    return {"role_label": lambda code: Role(code).label, "may_switch": policies.may_switch}


def subject_or_404(kind, no):
    """The words in question."""
    found = find(SubjectType(kind), no) if kind in set(SubjectType) else None
    if found is None:
        raise NotFound(None)
    return found


def reportable_or_404(kind, no):
    """Words that can be read, and so be reported; what is hidden, held or closed is not shown here."""
    found = subject_or_404(kind, no)
    if found.is_hidden or found.is_held or not found.is_told:
        raise NotFound(None)
    return found


def ruling_or_404(no):
    ruling = db.session.get(Ruling, no)
    if ruling is None:
        raise NotFound(None)
    ruling.street_id = street_of(ruling.community_id)
    return ruling


def appeal_or_404(no):
    """An appeal; its community and street are its ruling's."""
    appealed = db.session.get(Appeal, no)
    if appealed is None:
        raise NotFound(None)
    ruled = ruling_or_404(appealed.ruling_id)
    appealed.community_id, appealed.street_id = ruled.community_id, ruled.street_id
    return appealed


@bp.get("")
@requires(anyone)
def index():
    """Everything that was ever hidden, kept or shown again, and why."""
    page = queries.page_of_rulings(request.args.get("after"))
    counts = queries.counts_since(utcnow() - MONTH)
    return render("moderation/index.html", page=page, counts=counts, switches=queries.first_looks())


@bp.get("/reports/<kind>/<int:no>/new")
@requires(policies.may_report, on=reportable_or_404)
def new_report(subject):
    """What is wrong with these words?"""
    return render("moderation/new_report.html", subject=subject, form=ReportForm(), back=_back())


@bp.post("/reports/<kind>/<int:no>")
@requires(policies.may_report, on=reportable_or_404)
def create_report(subject):
    """Report them."""
    form, back = ReportForm(), _back()
    if not form.validate_on_submit():
        return render("moderation/new_report.html", 422, subject=subject, form=form, back=back)
    with writing(), once(form) as submission:
        again = find(subject.type, subject.id)
        workflow.report(
            again, by=current_user, reason=ReasonCode(form.reason.data), words=form.words.data or ""
        )
        submission.leads_to(back)
    flash(_("Thank you. Somebody will look at it within 24 hours."))
    return redirect(back, 303)


@bp.get("/queue")
@requires(policies.may_rule_anywhere)
def queue():
    """What waits: first looks, reports, appeals."""
    here = queries.ruled_by(current_user)
    found = [(held, find(held.subject_type, held.subject_id)) for held in queries.waiting_holds(here)]
    reported = [(made, find(made.subject_type, made.subject_id)) for made in queries.waiting_reports(here)]
    appealed = [
        (one, find(one.ruling.subject_type, one.ruling.subject_id)) for one in queries.waiting_appeals(here)
    ]
    forms = {"hiding": HidingForm(formdata=None), "button": ButtonForm(formdata=None)}
    return render("moderation/queue.html", holds=found, reports=reported, appeals=appealed, forms=forms)


def _ruled(subject, form, verb):
    with writing(), once(form) as submission:
        verb(find(subject.type, subject.id, lock=True))
        submission.leads_to(url_for(".queue"))
    return redirect(url_for(".queue"), 303)


@bp.post("/subjects/<kind>/<int:no>/hiding")
@requires(policies.may_rule, on=subject_or_404)
def create_hiding(subject):
    """Hide for a reason."""
    form = HidingForm()
    if not form.validate_on_submit():
        flash(_("Choose a reason first."), "error")
        return redirect(url_for(".queue"), 303)
    return _ruled(
        subject, form, lambda it: workflow.hide(it, by=current_user, reason=ReasonCode(form.reason.data))
    )


@bp.post("/subjects/<kind>/<int:no>/keeping")
@requires(policies.may_rule, on=subject_or_404)
def create_keeping(subject):
    """Leave it standing."""
    return _ruled(subject, ButtonForm(), lambda it: workflow.keep(it, by=current_user))


@bp.post("/subjects/<kind>/<int:no>/publication")
@requires(policies.may_rule, on=subject_or_404)
def create_publication(subject):
    """Publish after a first look."""
    return _ruled(subject, ButtonForm(), lambda it: workflow.publish(it, by=current_user))


@bp.get("/rulings/<int:no>")
@requires(signed_in, on=ruling_or_404)
def ruling(ruled):
    """For the author: what was hidden, why, and how to ask somebody else."""
    if current_user.id != ruled.author_id and not policies.may_rule(current_user, ruled):
        raise NotFound(None)
    subject = find(ruled.subject_type, ruled.subject_id)
    return render(
        "moderation/ruling.html",
        ruling=ruled,
        subject=subject,
        appeal=queries.appeal_of(ruled.id),
        form=AppealForm(),
    )


@bp.post("/rulings/<int:no>/appeal")
@requires(signed_in, on=ruling_or_404)
def create_appeal(ruled):
    """Ask for another pair of eyes."""
    form, number = AppealForm(), ruled.id
    if not form.validate_on_submit():
        subject = find(ruled.subject_type, ruled.subject_id)
        return render("moderation/ruling.html", 422, ruling=ruled, subject=subject, appeal=None, form=form)
    with writing(), once(form) as submission:
        workflow.appeal(db.session.get(Ruling, number), by=current_user, words=form.words.data)
        submission.leads_to(url_for(".ruling", no=number))
    return redirect(url_for(".ruling", no=number), 303)


@bp.post("/appeals/<int:no>/answer")
@requires(policies.may_rule, on=appeal_or_404)
def create_answer(appealed):
    """Show it again, or let it stay hidden."""
    form, number, restored = ButtonForm(), appealed.id, request.form.get("restored") == "1"
    with writing(), once(form) as submission:
        again = locked(Appeal, number)
        ruled = db.session.get(Ruling, again.ruling_id)
        subject = find(ruled.subject_type, ruled.subject_id, lock=True)
        workflow.answer_appeal(again, ruled, subject, by=current_user, restored=restored)
        submission.leads_to(url_for(".queue"))
    return redirect(url_for(".queue"), 303)


@bp.get("/first-look/<int:community_id>")
@requires(policies.may_switch, on=lambda community_id: community_id)
def first_look(community_id):
    """The switch 先审后发."""
    switch = queries.first_look_of(community_id)
    form = FirstLookForm(obj=switch)
    return render("moderation/first_look.html", community_id=community_id, switch=switch, form=form)


@bp.post("/first-look/<int:community_id>")
@requires(policies.may_switch, on=lambda community_id: community_id)
def create_first_look(community_id):
    """Turn it."""
    form = FirstLookForm()
    with writing(), once(form) as submission:
        workflow.switch_first_look(
            community_id, on=form.is_on.data, by=current_user, reason=form.reason.data or ""
        )
        submission.leads_to(url_for(".index"))
    return redirect(url_for(".index"), 303)


def _back():
    return local_path(request.values.get("next") or request.referrer)
