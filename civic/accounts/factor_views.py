"""The second factor of staff and delegates: set up once, asked for each working day."""

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.forms import FactorForm, PlainForm
from civic.accounts.policies import has_guarded_role
from civic.accounts.sealing import unseal
from civic.accounts.second_factor import (
    PURPOSE,
    address,
    begin,
    demo_code,
    draw_paper_codes,
    factor_of,
    passes,
)
from civic.accounts.senders import is_demo
from civic.accounts.sessions import carry_on, renew
from civic.accounts.views import bp as accounts
from civic.accounts.views import home_of
from civic.authorization import local_path, requires
from civic.database import writing
from civic.rendering import render

PAPER = "paper_codes"


def _target():
    return home_of(local_path(request.values.get("next")))


@accounts.get("/sign-in/second-factor")
@requires(has_guarded_role)
def second_factor():
    """Asks for the code; begins setting it up when there is none yet."""
    factor = factor_of(current_user.id)
    if factor is None or factor.confirmed_at is None:
        return _setup_page(factor, FactorForm(formdata=None))
    return _factor_page(FactorForm(formdata=None))


def _factor_page(form, status=200):
    shown = demo_code(current_user) if is_demo() else None
    return render("accounts/second_factor.html", status, form=form, target=_target(), shown=shown)


@accounts.post("/sign-in/second-factor")
@requires(has_guarded_role)
def check_factor():
    """The right code opens the staff pages for a working day."""
    form = FactorForm()
    if not form.validate_on_submit():
        return _factor_page(form, 422)
    if not _pass(form):
        return _factor_page(form, 422)
    return redirect(_target(), 303)


def _pass(form) -> bool:
    with writing():
        right = passes(current_user, form.typed)
        token = right and renew(current_user.sign_in.id, second_factor=True)
    if right:
        carry_on(token)
    else:
        form.code.errors = [_("This code does not fit, or was used a moment ago. Wait for the next one.")]
    return right


@accounts.get("/sign-in/second-factor/setup")
@requires(has_guarded_role)
def set_up_factor():
    """Why, then a button; after it a picture to scan and a field."""
    factor = factor_of(current_user.id)
    if factor is not None and factor.confirmed_at is not None:
        return redirect(url_for(".second_factor", next=_target()), 303)
    return _setup_page(factor, FactorForm(formdata=None))


def _setup_page(factor, form, status=200):
    secret = unseal(PURPOSE, factor.secret_sealed) if factor else None
    return render(
        "accounts/set_up_factor.html",
        status,
        form=form,
        start=PlainForm(formdata=None),
        secret=secret,
        uri=address(current_user, secret) if secret else None,
        target=_target(),
    )


@accounts.post("/sign-in/second-factor/secret")
@requires(has_guarded_role)
def begin_factor():
    """Draw the secret; nothing counts until its first code is typed."""
    with writing():
        begin(current_user)
    return redirect(url_for(".set_up_factor", next=_target()), 303)


@accounts.post("/sign-in/second-factor/setup")
@requires(has_guarded_role)
def confirm_factor():
    """The first right code confirms it; then the codes on paper are shown once."""
    factor, form = factor_of(current_user.id), FactorForm()
    if factor is None or factor.confirmed_at is not None:
        return redirect(url_for(".second_factor", next=_target()), 303)
    if not form.validate_on_submit() or not _pass(form):
        return _setup_page(factor_of(current_user.id), form, 422)
    with writing():
        session[PAPER] = draw_paper_codes(current_user)
    return redirect(url_for(".paper_codes", next=_target()), 303)


@accounts.get("/sign-in/second-factor/paper-codes")
@requires(has_guarded_role)
def paper_codes():
    """Eight codes for the drawer at home; gone after the button."""
    if PAPER not in session:
        return redirect(_target(), 303)
    return render(
        "accounts/paper_codes.html", codes=session[PAPER], target=_target(), form=PlainForm(formdata=None)
    )


@accounts.post("/sign-in/second-factor/paper-codes")
@requires(has_guarded_role)
def keep_paper_codes():
    """They are written down."""
    session.pop(PAPER, None)
    flash(_("Well kept. From now on staff pages ask for the authenticator once a working day."), "good")
    return redirect(_target(), 303)
