"""Number and password instead of a code, for whoever has set one."""

from flask import redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.forms import PasswordSignInForm
from civic.accounts.sessions import device_token, start
from civic.accounts.signing_in import guard_password, note_password_miss, person_by_password, phone_key
from civic.accounts.views import arrive, home_of
from civic.accounts.views import bp as accounts
from civic.authorization import anyone, local_path, requires
from civic.database import writing
from civic.rendering import render


@accounts.get("/sign-in/password")
@requires(anyone)
def password():
    """The form."""
    target = local_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(home_of(target), 303)
    device_token()
    return render("accounts/password.html", form=PasswordSignInForm(formdata=None, next=target))


@accounts.post("/sign-in/password")
@requires(anyone)
def check_password():
    """One sentence for every miss, and the same work whether the number is known or not."""
    form = PasswordSignInForm()
    if not form.validate_on_submit():
        return render("accounts/password.html", 422, form=form)
    device_token()
    with writing():
        guard_password(phone_key(form.phone.number))
    person = person_by_password(form.phone.number, form.password.data)
    with writing():
        guard_password(phone_key(form.phone.number))
        if person is None:
            note_password_miss(phone_key(form.phone.number))
        else:
            token = start(person, by_code=False, shared=form.shared.data)
    if person is None:
        form.password.errors = [_("Number and password do not fit together. You can sign in with a code.")]
        return render("accounts/password.html", 422, form=form)
    return arrive(token, local_path(form.next.data), form.shared.data)
