"""有人让我撤诉或改评价: reported with a receipt, read by street, district and auditor, counted in public."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from civic.accounts import limits
from civic.authorization import anyone, requires, signed_in
from civic.database import locked, writing
from civic.errors import NotFound
from civic.rendering import render
from civic.reviews import policies, pressure, pressure_queries, queries
from civic.reviews.blueprint import reviews
from civic.reviews.forms import PressureForm, RulingForm
from civic.reviews.pressure_models import AskedFor, PressureReport
from civic.reviews.tokens import token_of
from civic.submissions import once

# For a day a keyed fingerprint counts them; the report itself names nobody.
FEW = (limits.Limit("pressure_report", 5, limits.DAY, _l("You have reported this several times today.")),)


@reviews.get("/reviews/pressure-reports/new")
@requires(signed_in)
def new_pressure_report():
    """For somebody signed in."""
    return _form(PressureForm(formdata=None), url_for(".create_pressure_report"))


def _form(form, action, status=200):
    return render("reviews/new_pressure_report.html", status, form=form, action=action)


@reviews.post("/reviews/pressure-reports")
@requires(signed_in)
def create_pressure_report():
    """By somebody signed in; who it was is not kept."""
    community_id = next(iter(current_user.community_ids), None) or pressure_queries.some_community()
    return _keep(community_id, None, url_for(".create_pressure_report"))


@reviews.get("/reviews/answers/<token>/pressure-report")
@requires(anyone, on=queries.callback_by_token)
def linked_pressure_report(callback):
    """For whoever holds the link of a callback."""
    action = url_for(".create_linked_pressure_report", token=token_of(callback))
    return _form(PressureForm(formdata=None), action)


@reviews.post("/reviews/answers/<token>/pressure-report")
@requires(anyone, on=queries.callback_by_token)
def create_linked_pressure_report(callback):
    """Without signing in."""
    action = url_for(".create_linked_pressure_report", token=token_of(callback))
    return _keep(callback.community_id, callback, action)


def _keep(community_id, callback, action):
    form = PressureForm()
    if not form.validate():
        return _form(form, action, 422)
    receipt, key = pressure.new_receipt(), f"{callback.id if callback else current_user.id}"
    said = {"asked_for": AskedFor(form.asked_for.data), "words": form.words.data or ""}
    about = pressure_queries.About(callback.id, callback.thread_id) if callback else None
    with writing(), once(form) as submission:
        limits.refuse_beyond(FEW, key)
        limits.note(FEW, key)
        pressure.report(community_id=community_id, receipt=receipt, callback=about, **said)
        submission.leads_to(url_for(".pressure_receipt", receipt=receipt))
    return redirect(submission.url, 303)


@reviews.get("/reviews/pressure-reports/receipts/<receipt>")
@requires(anyone)
def pressure_receipt(receipt):
    """What came of it, for whoever holds the receipt."""
    row = pressure_queries.by_receipt(receipt)
    return render("reviews/pressure_receipt.html", row=row, receipt=receipt)


@reviews.get("/reviews/pressure-reports")
@requires(policies.reads_pressure)
def pressure_reports():
    """What was reported where one serves."""
    page = pressure_queries.page_for(current_user, request.args.get("after"))
    return render("reviews/pressure_reports.html", page=page, policies=policies)


def report_or_404(no):
    """The report; 404 where one does not serve."""
    row = pressure_queries.by_number(no)
    if row is None or not policies.reads_pressure(current_user, row):
        raise NotFound(None)
    return row


@reviews.get("/reviews/pressure-reports/<int:no>")
@requires(policies.may_rule_on_pressure, on=report_or_404)
def pressure_report(row):
    """One report, for whoever answers it."""
    return render("reviews/pressure_report.html", row=row, form=RulingForm(formdata=None))


@reviews.post("/reviews/pressure-reports/<int:no>/ruling")
@requires(policies.may_rule_on_pressure, on=report_or_404)
def create_pressure_ruling(row):
    """The district or the auditor answers."""
    form, number, here = RulingForm(), row.id, url_for(".pressure_reports")
    if not form.validate():
        return render("reviews/pressure_report.html", 422, row=row, form=form)
    with writing(), once(form) as submission:
        fresh = locked(PressureReport, number)
        pressure.rule(fresh, by=current_user, was_so=form.was_so.data == "yes", words=form.words.data)
        submission.leads_to(here)
    flash(_("Answered. Whoever holds the receipt reads it."), "good")
    return redirect(here, 303)
