"""The office: slips for every home, printed by door, and claims to check."""

import json

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import drafts, households, queries
from civic.accounts.forms import ActForm, ReasonForm
from civic.accounts.household_codes import grouped
from civic.accounts.models import Membership
from civic.accounts.policies import OFFICE, may_check_claim, may_print_slips, works_in_office
from civic.accounts.sealing import seal, unseal
from civic.accounts.views import bp as accounts
from civic.authorization import requires
from civic.database import locked, writing
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import PlaceKind
from civic.places.queries import community, doors_of, households_of, households_within, place_or_404
from civic.printing import full_address
from civic.rendering import render
from civic.submissions import once

BATCH = "slips"


def _community():
    """The community this office works in."""
    held = [each.community_id for each in current_user.current_memberships() if each.role in OFFICE]
    return community(held[0] if held else None)


@accounts.get("/households/slips")
@requires(works_in_office)
def slips():
    """All doors with how many slips are out and how many homes have joined; prints per door or all."""
    here = _community()
    doors = doors_of(here)
    return render(
        "accounts/slips.html",
        community=here,
        doors=doors,
        counts=queries.slips_by_door(doors),
        form=ActForm(formdata=None),
        batch=drafts.find(request.args.get("batch", ""), BATCH),
    )


@accounts.post("/households/slips/<int:place_id>")
@requires(may_print_slips, on=place_or_404)
def create_slips(place):
    """New codes for every home at or below a place; earlier ones end. Printable until tomorrow."""
    form, homes = ActForm(), list(db.session.scalars(households_within(place)))
    codes = households.draw_codes(home.id for home in homes)
    data = _sealed_by_door(homes, codes)
    with writing(), once(form) as submission:
        households.issue_codes(place, codes, by=current_user)
        batch = drafts.start(BATCH, person_id=current_user.id, data=data, life=drafts.DAY)
        target = _first_page(place, batch.token)
        submission.leads_to(target)
    return redirect(target, 303)


def _sealed_by_door(homes, codes):
    by_door = {}
    for home in homes:
        by_door.setdefault(str(home.door_id), {})[str(home.id)] = codes[home.id]
    return {door: seal(BATCH, json.dumps(each)).hex() for door, each in by_door.items()}


def _first_page(place, token):
    if place.kind == PlaceKind.DOOR:
        return url_for(".door_slips", token=token, door_id=place.id)
    return url_for(".slips", batch=token)


def batch_or_404(token, door_id):
    """One's own batch of slips and the door to print."""
    batch = drafts.find(token, BATCH)
    if batch is None or batch.person_id != current_user.id or str(door_id) not in batch.data:
        raise NotFound(_("These slips can no longer be shown."), _("Make new ones; the old codes then end."))
    return batch, place_or_404(door_id)


def may_see_batch(user, subject) -> bool:
    """Whoever made it, while they work in that office."""
    return may_print_slips(user, subject[1])


@accounts.get("/households/slips/<token>/<int:door_id>")
@requires(may_see_batch, on=batch_or_404)
def door_slips(subject):
    """Eight slips on an A4 page: home, code, QR, what to do."""
    batch, door = subject
    codes = json.loads(unseal(BATCH, bytes.fromhex(batch.data[str(door.id)])))
    printed = [
        (home, grouped(codes[str(home.id)]), full_address(url_for(".join", code=codes[str(home.id)])))
        for home in households_of(door)
        if str(home.id) in codes
    ]
    return render(
        "accounts/door_slips.html",
        door=door,
        slips=printed,
        batch=batch,
        until=batch.created_at + households.SLIP_LIFE,
    )


@accounts.get("/households/claims")
@requires(works_in_office)
def claims():
    """People who say where they live and wait for a check, latest first."""
    return _claims_page(ReasonForm(formdata=None))


def _claims_page(reason, status=200, declining=None):
    page = queries.open_claims(current_user.community_ids, request.args.get("after"))
    form = ActForm(formdata=None)
    return render("accounts/claims.html", status, page=page, form=form, reason=reason, declining=declining)


@accounts.post("/households/claims/<int:membership_id>/verification")
@requires(may_check_claim, on=queries.membership_or_404)
def verify_claim(membership):
    """Checked."""
    with writing(), once(ActForm()) as submission:
        households.verify_claim(locked(Membership, membership.id), by=current_user)
        submission.leads_to(url_for(".claims"))
    flash(_("Checked: this neighbour is a verified resident now."), "good")
    return redirect(url_for(".claims"), 303)


@accounts.post("/households/claims/<int:membership_id>/refusal")
@requires(may_check_claim, on=queries.membership_or_404)
def decline_claim(membership):
    """Could not be confirmed; the person reads why."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _claims_page(form, 422, membership.id)
    with writing(), once(form) as submission:
        households.decline_claim(locked(Membership, membership.id), by=current_user, reason=form.reason.data)
        submission.leads_to(url_for(".claims"))
    flash(_("Declined; the neighbour can read the reason."), "good")
    return redirect(url_for(".claims"), 303)
