"""One's own page: name, phone, sign-ins, who looked, all data in a file, and leaving."""

import json

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import asking, passwords, policies, queries, workflow
from civic.accounts.export_words import COLUMN_WORDS, TABLE_WORDS
from civic.accounts.exports import about
from civic.accounts.forms import ActForm, NewPasswordForm, NicknameForm, PhoneForm, PlainForm
from civic.accounts.models import Person
from civic.accounts.phones import masked
from civic.accounts.proofs import confirm_first, is_confirmed, number_of
from civic.accounts.session_models import Purpose
from civic.accounts.sessions import end, remember, start
from civic.accounts.views import bp as accounts
from civic.authorization import anyone, local_path, requires, signed_in
from civic.database import local_today, locked, writing
from civic.errors import NotFound
from civic.rendering import render
from civic.submissions import once


@accounts.get("/me")
@requires(signed_in)
def me():
    """Everything the site knows about the person looking, and what they can do about it."""
    return _me_page(NicknameForm(formdata=None, nickname=current_user.nickname))


def _me_page(form, status=200):
    number = number_of(current_user)
    return render(
        "accounts/me.html",
        status,
        form=form,
        act_form=PlainForm(formdata=None),
        number=masked(number) if number else None,
        homes=queries.homes_of(current_user),
        sign_ins=queries.sign_ins_of(current_user.id),
        views=queries.views_of_contact(current_user.id),
        policies=policies,
    )


@accounts.post("/me/nickname")
@requires(signed_in)
def rename():
    """Another name in front."""
    form = NicknameForm()
    if not form.validate_on_submit():
        return _me_page(form, 422)
    with writing():
        workflow.rename(locked(Person, current_user.id), form.nickname.data)
    flash(_("Your name is now %(name)s.", name=form.nickname.data), "good")
    return redirect(url_for(".me"), 303)


@accounts.get("/names")
@requires(signed_in)
def names():
    """Who uses this phone; change over, or add somebody."""
    return _names_page(NicknameForm(formdata=None))


def _names_page(form, status=200):
    shared = queries.names_beside(current_user) if current_user.sign_in.by_code else [current_user]
    return render("accounts/names.html", status, form=form, names=shared, act_form=PlainForm(formdata=None))


@accounts.post("/names")
@requires(signed_in)
def create_name_beside():
    """A second person on this phone, who is signed in at once."""
    form, contact = NicknameForm(), current_user.contact
    if not form.validate_on_submit():
        return _names_page(form, 422)
    _refuse_unproven()
    with writing(), once(form) as submission:
        person = workflow.register(
            phone_lookup=contact.phone_lookup, phone_sealed=contact.phone_sealed, nickname=form.nickname.data
        )
        token = start(person, by_code=True)
        submission.leads_to(url_for(".names"))
    remember(token)
    flash(_("You are signed in as %(name)s.", name=form.nickname.data), "good")
    return redirect(url_for(".me"), 303)


@accounts.post("/names/<int:person_id>/turn")
@requires(signed_in)
def change_over(person_id):
    """Go on as another name of the same phone, without a code."""
    _refuse_unproven()
    chosen = {person.id: person for person in queries.names_beside(current_user)}.get(person_id)
    if chosen is None:
        raise NotFound(None)
    with writing():
        token = start(chosen, by_code=True)
    person = remember(token)
    flash(_("You are signed in as %(name)s.", name=person.nickname), "good")
    return redirect(url_for(".me"), 303)


def _refuse_unproven():
    """Names share a phone; only a code sent to it opens the others, a password opens its own."""
    if not current_user.sign_in.by_code or current_user.contact is None:
        raise NotFound(None)


@accounts.post("/me/sign-ins/<int:sign_in_id>/ending")
@requires(signed_in)
def end_sign_in(sign_in_id):
    """Sign one other device out."""
    with writing():
        end(sign_in_id, current_user.id)
    flash(_("That device is signed out."), "good")
    return redirect(url_for(".me") + "#sign-ins", 303)


@accounts.post("/me/other-sign-ins/ending")
@requires(signed_in)
def end_other_sign_ins():
    """Sign out everywhere but here."""
    with writing():
        workflow.end_sign_ins(current_user.id, but=current_user.sign_in.id)
    flash(_("All other devices are signed out."), "good")
    return redirect(url_for(".me") + "#sign-ins", 303)


@accounts.get("/me/confirmation")
@requires(signed_in)
def confirmation():
    """Before anything weighty: a fresh code to one's own number."""
    number = number_of(current_user)
    return render(
        "accounts/confirmation.html",
        number=masked(number),
        form=PlainForm(formdata=None),
        target=local_path(request.args.get("next")),
    )


@accounts.post("/me/confirmation")
@requires(signed_in)
def ask_confirmation():
    """Send that code."""
    target = local_path(request.form.get("next"))
    asking.ask(number_of(current_user), Purpose.CONFIRM, target, current_user.id)
    return redirect(url_for(".code"), 303)


@accounts.get("/me/phone")
@requires(signed_in)
def phone():
    """Another number; asks for a fresh code first."""
    if not is_confirmed():
        return confirm_first()
    return render("accounts/phone.html", form=PhoneForm(formdata=None))


@accounts.post("/me/phone")
@requires(signed_in)
def ask_new_phone():
    """Send a code to the new number; it counts once that is typed."""
    form = PhoneForm()
    if not is_confirmed():
        return confirm_first()
    if not form.validate_on_submit():
        return render("accounts/phone.html", 422, form=form)
    asking.ask(form.phone.number, Purpose.PHONE, url_for(".me"), current_user.id)
    return redirect(url_for(".code"), 303)


@accounts.get("/me/password")
@requires(signed_in)
def new_password():
    """A password beside the code; asks for a fresh code first."""
    if not is_confirmed():
        return confirm_first()
    return render("accounts/new_password.html", form=NewPasswordForm(formdata=None))


@accounts.post("/me/password")
@requires(signed_in)
def set_password():
    """Keep its hash; other devices are signed out."""
    form = NewPasswordForm()
    if not is_confirmed():
        return confirm_first()
    if not form.validate_on_submit():
        return render("accounts/new_password.html", 422, form=form)
    hashed = passwords.hashed(form.password.data)
    with writing():
        workflow.set_password(locked(Person, current_user.id), hashed)
        workflow.end_sign_ins(current_user.id, but=current_user.sign_in.id)
    flash(_("You can now sign in with number and password too."), "good")
    return redirect(url_for(".me"), 303)


@accounts.get("/me/data")
@requires(signed_in)
def data():
    """All rows about oneself, readable, with the file to take along."""
    return render(
        "accounts/data.html",
        tables=about(current_user.id),
        table_words=TABLE_WORDS,
        column_words=COLUMN_WORDS,
    )


@accounts.get("/me/data.json")
@requires(signed_in)
def data_file():
    """The same as a file."""
    text = json.dumps(about(current_user.id), ensure_ascii=False, indent=1, default=str)
    name = f"civic-{local_today().isoformat()}.json"
    return Response(
        text,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@accounts.get("/me/departure")
@requires(signed_in)
def departure():
    """What goes and what stays, then one button; asks for a fresh code first."""
    if not is_confirmed():
        return confirm_first()
    return render("accounts/departure.html", form=ActForm(formdata=None))


@accounts.post("/me/departure")
@requires(signed_in)
def leave():
    """Delete oneself."""
    if not is_confirmed():
        return confirm_first()
    with writing():
        workflow.leave(locked(Person, current_user.id))
    session.clear()
    flash(_("Your number is erased and your name is gone. Thank you for having been here."), "good")
    return redirect("/", 303)


@accounts.get("/privacy")
@requires(anyone)
def privacy():
    """The five lines in full."""
    return render("accounts/privacy.html")
