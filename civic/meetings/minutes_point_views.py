"""What was agreed and what not, written down in the room or later; and an agreement that becomes a rule."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.queries import bodies
from civic.database import writing
from civic.meetings import house_rule_views, minutes_queries, queries
from civic.meetings import minutes_agreements_workflow as workflow
from civic.meetings import minutes_policies as policies
from civic.meetings.blueprint import carry_out, form_page, meetings
from civic.meetings.minutes_forms import AgreementForm, DissentForm, HearingAgainForm
from civic.meetings.minutes_states import Became
from civic.meetings.speakers import row_name
from civic.rendering import render
from civic.submissions import OnceForm, once


def _back(no, anchor):
    """To the minutes once they were begun, else to the notes."""
    begun = minutes_queries.minutes_of(no) is not None
    return url_for("meetings.minutes" if begun else "meetings.notes", no=no, _anchor=anchor)


def _typed(form):
    return {"what": form.what.data, "standard": form.standard.data or "",
            "owner_id": form.owner.data or None, "due_on": form.due_on.data}  # fmt: skip


@form_page("/<int:no>/agreements")
@requires(policies.may_write, on=queries.meeting_or_404)
def agreements(meeting):
    """One thing agreed on."""
    form, no = AgreementForm().offer(bodies(meeting.community_id)), meeting.id
    if form.validate_on_submit():
        to, words = _back(no, "agreements"), _("Written down.")
        return carry_out(form, workflow.agree, meeting, to=to, words=words, **_typed(form))
    return render("meetings/minutes_agreement.html", 422 if form.errors else 200, meeting=meeting, form=form,
                  action=url_for("meetings.send_agreements", no=no))  # fmt: skip


@form_page("/<int:no>/agreements/<int:agreement>")
@requires(policies.may_write, on=minutes_queries.agreement_or_404)
def agreement(agreement):
    """Put it right, or say who does it by when."""
    form = AgreementForm(obj=agreement).offer(bodies(agreement.meeting.community_id))
    no, number = agreement.meeting_id, agreement.id
    if not form.is_submitted():
        form.owner.data = agreement.owner_body_id or 0
    if form.validate_on_submit():
        to, words = _back(no, "agreements"), _("Kept.")
        return carry_out(form, workflow.change_agreement, agreement, to=to, words=words, **_typed(form))
    return render("meetings/minutes_agreement.html", 422 if form.errors else 200, meeting=agreement.meeting,
                  form=form, action=url_for("meetings.send_agreement", no=no, agreement=number))  # fmt: skip


@meetings.post("/<int:no>/agreements/<int:agreement>/house-rule")
@requires(policies.may_write, on=minutes_queries.agreement_or_404)
def create_house_rule(agreement):
    """One tap: it is to be a rule of this table."""
    form, no = OnceForm(), agreement.meeting_id
    with writing(), once(form) as first:
        workflow.turn(agreement, Became.HOUSE_RULE, by=current_user)
        onward = house_rule_views.address_for(current_user, agreement)
        first.leads_to(onward or url_for("meetings.minutes", no=no, _anchor="agreements"))
    flash(_("It is to be a rule of this table."))
    return redirect(first.url, 303)


@form_page("/<int:no>/dissents")
@requires(policies.may_write, on=queries.meeting_or_404)
def dissents(meeting):
    """保留意见."""
    form, no = DissentForm().offer(minutes_queries.rows_with_account(meeting.id), row_name), meeting.id
    if form.validate_on_submit():
        said = {name: form[name].data for name in ("who", "what", "again_on")}
        to, words = _back(no, "dissents"), _("Kept word for word, with the day on which it is heard again.")
        return carry_out(form, workflow.dissent, meeting, to=to, words=words, row_id=form.row.data, **said)
    return render("meetings/minutes_dissent.html", 422 if form.errors else 200, meeting=meeting, form=form)


@form_page("/<int:no>/dissents/<int:dissent>/hearing")
@requires(policies.may_write, on=minutes_queries.dissent_or_404)
def dissent_hearing(dissent):
    """It was heard again."""
    form, no = HearingAgainForm(), dissent.meeting_id
    if form.validate_on_submit():
        to, words = _back(no, "dissents"), _("What came of it stands beside it now.")
        return carry_out(form, workflow.hear_again, dissent, to=to, words=words, outcome=form.outcome.data)
    return render("meetings/minutes_hearing.html", 422 if form.errors else 200, dissent=dissent,
                  meeting=dissent.meeting, form=form)  # fmt: skip
