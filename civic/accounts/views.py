"""Signing in: number, code, and the first time a name; then back to where one was going."""

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields import SelectChoice

from civic.accounts import asking, senders
from civic.accounts.forms import ChoiceOfName, CodeForm, NicknameForm, PhoneForm, PlainForm
from civic.accounts.models import Person
from civic.accounts.outcomes import sentence
from civic.accounts.phones import masked
from civic.accounts.proofs import use_proof
from civic.accounts.session_models import Purpose, SignInCode
from civic.accounts.sessions import BEEN_HERE, device_token, end, note_seen, remember, start
from civic.accounts.signing_in import Outcome, check, find, names_on, number_of, proved
from civic.accounts.workflow import register as register_person
from civic.authorization import anyone, local_path, requires
from civic.database import locked, writing
from civic.extensions import db
from civic.rendering import render

bp = Blueprint("accounts", __name__)
bp.after_app_request(note_seen)


def register(app) -> None:
    """A sender that does not exist stops the boot."""
    senders.check(app)


@bp.get("/sign-in")
@requires(anyone)
def sign_in():
    """Five plain lines and one field; goes on at the code when one is on its way."""
    target = request.args.get("next")
    if current_user.is_authenticated:
        return redirect(home_of(local_path(target)), 303)
    if "fresh" in request.args:
        asking.drop()
    elif asking.waiting():
        if target:
            asking.aim(local_path(target))
        return redirect(url_for(".code"), 303)
    device_token()
    return _phone_page(PhoneForm(formdata=None, next=local_path(target)))


def _phone_page(form, status=200):
    return render("accounts/sign_in.html", status, form=form, known=BEEN_HERE in request.cookies)


@bp.post("/sign-in")
@requires(anyone)
def ask_code():
    """Send a code; known and unknown numbers are answered alike."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return _phone_page(form, 422)
    device_token()
    asking.ask(form.phone.number, arrive_at=local_path(form.next.data))
    return redirect(url_for(".code"), 303)


@bp.get("/sign-in/code")
@requires(anyone)
def code():
    """Where the six digits go; reopening it goes on where one was."""
    row = asking.waiting()
    if row is None:
        flash(_("Please ask for a new code."), "info")
        return redirect(url_for(".sign_in", next=asking.arrive_at(), fresh=1), 303)
    if proved(asking.challenge()):
        return redirect(url_for(".name"), 303)
    return _code_page(row, CodeForm(formdata=None))


def _code_page(row, form, status=200, fault=None):
    dead = fault in (Outcome.DEAD, Outcome.EXPIRED, Outcome.USED, Outcome.NONE)
    if fault and not dead:
        form.code.errors = [sentence(fault, row)]
    return render(
        "accounts/code.html",
        status,
        form=form,
        refusal=sentence(fault, row) if dead else None,
        number=masked(number_of(row)) if row else None,
        shown=None if dead else senders.shown_code(),
        signing_in=row is None or row.purpose == Purpose.SIGN_IN,
        again=PlainForm(formdata=None),
    )


@bp.post("/sign-in/code")
@requires(anyone)
def check_code():
    """The right code signs in, or proves what it was asked for."""
    form = CodeForm()
    if not form.validate_on_submit():
        row = asking.waiting()
        return _code_page(row, form, 422) if row else redirect(url_for(".code"), 303)
    with writing():
        outcome = check(asking.challenge(), form.code.data)
    row = find(asking.challenge())
    if outcome != Outcome.RIGHT:
        return _code_page(row, form, 422, outcome)
    if row.purpose != Purpose.SIGN_IN:
        return redirect(use_proof(row), 303)
    return _after_code(row, form.shared.data)


def _after_code(row, shared):
    names = names_on(row.phone_lookup)
    if len(names) != 1:
        asking.note_shared(shared)
        return redirect(url_for(".name"), 303)
    with writing():
        token = start(names[0], by_code=True, shared=shared)
    return arrive(token, asking.arrive_at(), shared)


@bp.post("/sign-in/another-code")
@requires(anyone)
def another_code():
    """The message did not come: send another one to the same number."""
    row = find(asking.challenge())
    if row is None:
        return redirect(url_for(".sign_in", next=asking.arrive_at(), fresh=1), 303)
    bound_to = None if row.purpose == Purpose.SIGN_IN else row.person_id
    asking.ask(number_of(row), row.purpose, asking.arrive_at(), bound_to)
    flash(_("A new code is on its way; the earlier one no longer counts."), "good")
    return redirect(url_for(".code"), 303)


@bp.get("/sign-in/name")
@requires(anyone)
def name():
    """The first time: a nickname. Several people on one phone: who is it?"""
    row = proved(asking.challenge())
    if row is None:
        return redirect(url_for(".code"), 303)
    return _name_page(row, NicknameForm(formdata=None))


def _name_page(row, form, status=200, choice=None):
    names = names_on(row.phone_lookup)
    choice = choice or ChoiceOfName(formdata=None)
    choice.person.choices = [SelectChoice(person.id, person.nickname) for person in names]
    return render("accounts/name.html", status, form=form, choice=choice, names=names)


@bp.post("/sign-in/name")
@requires(anyone)
def create_name():
    """A new person behind a proven number; a second click signs in the same one."""
    row, form = proved(asking.challenge()), NicknameForm()
    if row is None:
        return redirect(url_for(".code"), 303)
    if not form.validate_on_submit():
        return _name_page(row, form, 422)
    with writing():
        token = start(_newcomer(row.id, form.nickname.data), by_code=True, shared=asking.is_shared())
    return arrive(token, asking.arrive_at(), asking.is_shared())


def _newcomer(code_id, nickname):
    row = locked(SignInCode, code_id)
    if row.person_id is not None:
        return db.session.get(Person, row.person_id)
    person = register_person(phone_lookup=row.phone_lookup, phone_sealed=row.phone_sealed, nickname=nickname)
    row.person_id = person.id
    return person


@bp.post("/sign-in/chosen-name")
@requires(anyone)
def choose_name():
    """One of the names that use this phone."""
    row = proved(asking.challenge())
    if row is None:
        return redirect(url_for(".code"), 303)
    names, form = {person.id: person for person in names_on(row.phone_lookup)}, ChoiceOfName()
    form.person.choices = [SelectChoice(each) for each in names]
    if form.person.data not in names:
        form.person.errors = [_("Please choose one of the names.")]
        return _name_page(row, NicknameForm(formdata=None), 422, form)
    with writing():
        token = start(names[form.person.data], by_code=True, shared=asking.is_shared())
    return arrive(token, asking.arrive_at(), asking.is_shared())


def arrive(token, target, shared=False):
    """Signed in: greet, and go where the person was going; staff by way of the second factor."""
    person = remember(token, shared)
    if person.needs_second_factor:
        return redirect(url_for("accounts.second_factor", next=home_of(target)), 303)
    flash(_("You are signed in as %(name)s.", name=person.nickname), "good")
    return redirect(home_of(target), 303)


def home_of(path):
    """Where to go after signing in: one's own page unless one was on the way to another."""
    return "/mine" if path in ("/", "") else path


@bp.post("/sign-out")
@requires(anyone)
def sign_out():
    """End this sign-in; the cookie is worth nothing afterwards."""
    sign_in = getattr(current_user, "sign_in", None)
    if sign_in is not None:
        with writing():
            end(sign_in.id, current_user.id)
    session.clear()
    flash(_("You are signed out."), "good")
    return redirect("/", 303)
