"""One's home: joining it by slip or by claim, its people, who casts its ballot."""

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import households, limits, queries
from civic.accounts.forms import ActForm, ClaimForm, JoinForm, RepresentativeForm
from civic.accounts.household_codes import grouped
from civic.accounts.households import SlipFault
from civic.accounts.models import Membership
from civic.accounts.policies import may_see_household, owns
from civic.accounts.views import bp as accounts
from civic.authorization import anyone, local_path, requires, signed_in
from civic.database import locked, writing
from civic.places.queries import community, doors_of, household_at
from civic.rendering import render
from civic.submissions import once

FAMILY_CODE = "family_code"


@accounts.get("/households/join")
@requires(anyone)
def join():
    """The slip's QR leads here: a button, never an act. Strangers sign in first and come back."""
    form = JoinForm(formdata=None, code=grouped_or_typed(request.args.get("code", "")))
    return _join_page(form)


def grouped_or_typed(code):
    """ABCD-EFGH-JKMN when it looks like a code."""
    form = JoinForm(formdata=None, code=code[:60])
    return grouped(form.meant) if form.meant else ""


def _join_page(form, status=200):
    back = url_for(".join", code=form.code.data or None, next=request.values.get("next"))
    return render(
        "accounts/join.html",
        status,
        form=form,
        sign_in_url=url_for(".sign_in", next=back),
        target=local_path(request.values.get("next")),
    )


@accounts.post("/households/join")
@requires(signed_in)
def create_membership():
    """The code on the slip makes a verified resident. Five wrong ones an hour."""
    form = JoinForm()
    if not form.validate_on_submit():
        return _join_page(form, 422)
    with writing():
        limits.refuse_beyond(limits.SLIP_MISSES, str(current_user.id))
        limits.refuse_beyond(limits.SLIP_MISSES_FROM_RANGE, limits.address_range())
        joined = households.join_by_code(form.meant, by=current_user)
        if isinstance(joined, SlipFault):
            limits.note(limits.SLIP_MISSES, str(current_user.id))
            limits.note(limits.SLIP_MISSES_FROM_RANGE, limits.address_range())
            left = limits.tries_left(limits.SLIP_MISSES, str(current_user.id))
        else:
            household_id = joined.household_id
    if isinstance(joined, SlipFault):
        form.code.errors = [joined.sentence, _("%(num)d tries are left this hour.", num=left)]
        return _join_page(form, 422)
    flash(_("Welcome home: you are a verified resident now."), "good")
    return redirect(url_for(".household", household_id=household_id, next=request.form.get("next")), 303)


@accounts.get("/households/claim")
@requires(signed_in)
def claim():
    """No slip at hand: say where you live, the office checks."""
    return render("accounts/claim.html", form=_claim_form(formdata=None))


def _claim_form(**options):
    here = community()
    doors = doors_of(here) if here else []
    return ClaimForm(**options).offer([(door.id, door.label) for door in doors])


@accounts.post("/households/claim")
@requires(signed_in)
def create_claim():
    """Wait for the office."""
    form = _claim_form()
    home = household_at(form.door.data, form.unit.data.strip()) if form.validate_on_submit() else None
    if home is None:
        if not form.errors:
            form.unit.errors = [
                _("There is no home of that number behind this door. Look at your door plate.")
            ]
        return render("accounts/claim.html", 422, form=form)
    with writing(), once(form) as submission:
        households.claim(home, by=current_user)
        submission.leads_to(url_for(".me"))
    flash(_("Thank you. The office will check it, usually within three working days."), "good")
    return redirect(url_for(".me"), 303)


@accounts.get("/households/<int:household_id>")
@requires(may_see_household, on=queries.household_or_404)
def household(home):
    """The people of one's home, its ballot, and a code for another adult."""
    mine = next(each for each in queries.homes_of(current_user) if each.household.id == home.id)
    return render(
        "accounts/household.html",
        home=mine,
        code=session.pop(FAMILY_CODE, None),
        form=ActForm(formdata=None),
        target=local_path(request.args.get("next")),
    )


@accounts.get("/households/<int:household_id>/representative")
@requires(may_see_household, on=queries.household_or_404)
def representative(home):
    """Who casts our household's ballot, and how to take it over."""
    return _representative_page(home, RepresentativeForm(formdata=None))


def _representative_page(home, form, status=200):
    return render(
        "accounts/representative.html",
        status,
        household=home,
        form=form,
        now=queries.representative_of(home.id),
        target=local_path(request.values.get("next")),
    )


@accounts.post("/households/<int:household_id>/representative")
@requires(may_see_household, on=queries.household_or_404)
def choose_representative(home):
    """I cast our household's ballot from now on."""
    form = RepresentativeForm()
    if not form.validate_on_submit():
        return _representative_page(home, form, 422)
    with writing(), once(form) as submission:
        households.choose_representative(home, by=current_user, is_adult=form.adult.data)
        submission.leads_to(url_for(".household", household_id=home.id))
    flash(_("You cast your household's ballot now. The others of your home are told."), "good")
    target = local_path(request.form.get("next"))
    return redirect(url_for(".household", household_id=home.id) if target == "/" else target, 303)


@accounts.post("/households/<int:household_id>/codes")
@requires(may_see_household, on=queries.household_or_404)
def create_family_code(home):
    """A code for another adult of the same home; shown once on the next page."""
    form, codes = ActForm(), households.draw_codes([home.id])
    with writing(), once(form) as submission:
        households.issue_family_code(home, codes[home.id], by=current_user)
        submission.leads_to(url_for(".household", household_id=home.id))
    session[FAMILY_CODE] = grouped(codes[home.id])
    return redirect(url_for(".household", household_id=home.id), 303)


@accounts.post("/memberships/<int:membership_id>/departure")
@requires(owns, on=queries.membership_or_404)
def move_out(membership):
    """I no longer live there."""
    with writing(), once(ActForm()) as submission:
        households.move_out(locked(Membership, membership.id), by=current_user)
        submission.leads_to(url_for(".me"))
    flash(_("You no longer belong to that home here."), "good")
    return redirect(url_for(".me"), 303)
