"""An owners' register from a file: chosen, looked through, then written; names go no further than that."""

import tempfile
from pathlib import Path

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.csv_files import FileFault
from civic.database import writing
from civic.errors import CivicError
from civic.rendering import render
from civic.submissions import once
from civic.votes import owners_file, owners_import, owners_plan, policies
from civic.votes.blueprint import votes
from civic.votes.owner_views import office_community
from civic.votes.roll_forms import MOST_TYPED, OwnersFileForm, OwnersListForm
from civic.votes.roll_models import Basis


@votes.get("/owners/file")
@requires(policies.may_keep_owners, on=office_community)
def owners_from_file(here):
    """What the file must look like, and where to choose it."""
    return _page(OwnersFileForm(formdata=None))


def _page(form, status=200, **shown):
    return render("votes/owners_from_file.html", status, form=form, sample=owners_file.SAMPLE, **shown)


@votes.post("/owners/file")
@requires(policies.may_keep_owners, on=office_community)
def check_owners_file(here):
    """What the file would change, and every line that is wrong. Writes nothing."""
    form = OwnersFileForm()
    if not form.validate():
        return _page(form, 422)
    try:
        register = _read(form.file.data.stream.read())
        lines = register.without_names()
        if len(lines) > MOST_TYPED:
            raise FileFault(_("The list is too long for this page. Use flask votes import-owners."))
    except FileFault as fault:
        form.file.errors = [str(fault)]
        return _page(form, 422)
    ready = OwnersListForm(formdata=None, lines=lines, known_by=form.basis.data)
    plan = owners_plan.plan(here.id, register)
    return _page(form, 422 if plan.faults else 200, plan=plan, ready=ready)


def _read(content: bytes):
    """The register in these bytes, which touch the disk for that long only."""
    with tempfile.TemporaryDirectory(prefix="civic-owners-") as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(content)
        return owners_file.read(path)


@votes.post("/owners/imports")
@requires(policies.may_keep_owners, on=office_community)
def create_owners_import(here):
    """Write what was looked through."""
    form, community_id = OwnersListForm(), here.id
    try:
        if not form.validate():
            raise FileFault(_("Choose the file again."))
        register = _read(form.lines.data.encode())
        with writing(), once(form) as first:
            basis = Basis(form.known_by.data)
            done = owners_import.bring_in(community_id, register, basis=basis, by=current_user)
            first.leads_to(url_for("votes.owners_page"))
    except (FileFault, CivicError) as refusal:
        blank = OwnersFileForm(formdata=None)
        blank.file.errors = [f"{refusal} {getattr(refusal, 'next_step', None) or ''}"]
        return _page(blank, 409)
    flash(_wrote(done), "good")
    return redirect(url_for("votes.owners_page"), 303)


def _wrote(done):
    return _(
        "Written: %(owners)s owners with %(homes)s homes, %(areas)s areas put right.",
        owners=len(done.several),
        homes=done.joined,
        areas=len(done.areas),
    )
