"""The office asks to see a telephone number, a second person agrees, the asker sees it for ten minutes."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import policies, queries, reveals
from civic.accounts.forms import ActForm, ReasonForm
from civic.accounts.models import Person
from civic.accounts.phones import local
from civic.accounts.proofs import number_of
from civic.accounts.reveal_models import is_shown
from civic.accounts.views import bp as accounts
from civic.authorization import requires
from civic.database import locked, writing
from civic.rendering import render
from civic.submissions import once


@accounts.get("/persons/<int:person_id>/contact")
@requires(policies.may_view_contact, on=queries.person_or_404)
def contact(somebody):
    """Where the asking stands; the number itself for ten minutes after the look."""
    return _contact_page(somebody, ReasonForm(formdata=None))


def _contact_page(somebody, form, status=200):
    asked = reveals.request_of(somebody.id, current_user.id)
    shown = asked is not None and asked.view is not None and is_shown(asked.view)
    number = local(number_of(somebody)) if shown and somebody.contact else None
    return render(
        "accounts/contact.html", status,
        person=somebody, form=form, number=number, asked=asked, act_form=ActForm(formdata=None),
    )  # fmt: skip


@accounts.post("/persons/<int:person_id>/contact-requests")
@requires(policies.may_view_contact, on=queries.person_or_404)
def ask_contact(somebody):
    """Say why; a colleague has to agree."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _contact_page(somebody, form, 422)
    role, here = policies.ways_to_contact(current_user, somebody)[0]
    target = url_for(".contact", person_id=somebody.id)
    with writing(), once(form) as submission:
        subject = locked(Person, somebody.id)
        reveals.ask(subject, by=current_user, role=role, community_id=here, reason=form.reason.data)
        submission.leads_to(target)
    flash(_("Asked. When somebody else of the office agrees, you can look."), "good")
    return redirect(target, 303)


@accounts.post("/persons/<int:person_id>/contact")
@requires(policies.may_view_contact, on=queries.person_or_404)
def view_contact(somebody):
    """Look, once. The owner reads the note."""
    target = url_for(".contact", person_id=somebody.id)
    with writing(), once(ActForm()) as submission:
        reveals.look(locked(Person, somebody.id), by=current_user)
        submission.leads_to(target)
    return redirect(target, 303)


@accounts.get("/persons/contact-requests")
@requires(policies.settles_reveals)
def contact_requests():
    """What colleagues have asked for and nobody has answered."""
    waiting = reveals.waiting_for(current_user)
    return render("accounts/contact_requests.html", waiting=waiting, form=ActForm(formdata=None))


@accounts.post("/persons/contact-requests/<int:no>/approval")
@requires(policies.may_settle_reveal, on=reveals.request_or_404)
def approve_contact(asked):
    """Yes: the asker may look once within a day."""
    return _settle(asked, granted=True, words=_("Agreed. They can look once, within a day."))


@accounts.post("/persons/contact-requests/<int:no>/refusal")
@requires(policies.may_settle_reveal, on=reveals.request_or_404)
def refuse_contact(asked):
    """No."""
    return _settle(asked, granted=False, words=_("Noted: the number stays hidden."))


def _settle(asked, *, granted, words):
    role = policies.settling_role(current_user, asked.community)
    with writing(), once(ActForm()) as submission:
        reveals.settle(asked, by=current_user, role=role, granted=granted)
        submission.leads_to(url_for(".contact_requests"))
    flash(words, "good")
    return redirect(url_for(".contact_requests"), 303)
