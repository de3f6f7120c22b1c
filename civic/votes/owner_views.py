"""The register of owners with several homes, for the office: homes only, never a name."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import CivicError
from civic.extensions import db
from civic.paging import keyset
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import once
from civic.votes import owners, policies
from civic.votes.blueprint import votes
from civic.votes.roll_forms import OwnerForm
from civic.votes.roll_models import Basis, Owner


def office_community():
    """The community whose register this office keeps."""
    held = current_user.current_memberships() if current_user.is_authenticated else ()
    staffed = [one.community_id for one in held if one.role in policies.STAFF]
    return community(staffed[0] if staffed else None)


@votes.get("/owners")
@requires(policies.may_keep_owners, on=office_community)
def owners_page(here):
    """Who counts once with several homes."""
    return _page(here, OwnerForm(formdata=None))


def _page(here, form, status=200):
    page = keyset(owners.owners_of(here.id), (Owner.id,), request.args.get("after"))
    together = owners.register_figures(here.id)
    return render("votes/owners.html", status, community=here, form=form, page=page, together=together)


@votes.post("/owners")
@requires(policies.may_keep_owners, on=office_community)
def create_owner(here):
    """These homes are one head."""
    form, community_id = OwnerForm(), here.id
    if not form.validate():
        return _page(here, form, 422)
    try:
        with writing(), once(form) as first:
            homes = owners.homes_written(community_id, form.lines)
            owners.join(homes, basis=Basis(form.basis.data), by=current_user)
            first.leads_to(url_for("votes.owners_page"))
    except CivicError as refusal:
        if refusal.message is None:
            raise
        form.homes.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(office_community(), form, refusal.status)
    flash(_("Entered: these homes count as one head in votes of owners."), "good")
    return redirect(url_for("votes.owners_page"), 303)


@votes.post("/owners/<int:number>/parting")
@requires(policies.may_keep_owner, on=owners.owner_or_404)
def part_owner(owner):
    """Take the entry out."""
    number = owner.id
    with writing():
        owners.part(db.session.get(Owner, number), by=current_user)
    flash(_("Taken out: these homes count one by one again."), "good")
    return redirect(url_for("votes.owners_page"), 303)
