"""The hotline's file on the street's page: choose it, see what is in it, take it in, see what came of it."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.database import locked, writing
from civic.dispatch import (
    complainants,
    exporting,
    hotline_files,
    hotline_folder,
    hotline_workflow,
    layouts,
    policies,
)
from civic.dispatch.blueprint import done, fresh, work_orders
from civic.dispatch.desk_views import TABS
from civic.dispatch.hotline_forms import ExportForm, HotlineFileForm, TakeInForm
from civic.dispatch.hotline_models import FileState
from civic.errors import NotFound
from civic.places.models import Place
from civic.rendering import render
from civic.submissions import once

LARGEST = 64 << 20  # bytes: 100,000 orders with everything in them are 40 MB
AT_WORK = (FileState.WAITING, FileState.ACCEPTED)


@work_orders.url_value_preprocessor
def allow_large_file(endpoint, values):
    """Only the street's staff may send more than others, and only here."""
    if endpoint == "work_orders.create_file" and policies.is_street_staff(current_user):
        request.max_content_length = LARGEST


@work_orders.get("/files")
@requires(policies.is_street_staff)
def files():
    """Hand a file in; the files there were; what waits to be written back."""
    return _files_page(HotlineFileForm(formdata=None))


def _files_page(form, status=200):
    streets = sorted(current_user.places_as(Role.STREET_STAFF))
    form.community.choices = [(place.id, place.name) for place in hotline_files.communities_of(streets)]
    known = layouts.sources()
    return render(
        "dispatch/files.html", status, form=form, uploads=hotline_files.recent_of(streets), tabs=TABS,
        waiting=[exporting.waiting(source, street) for source in known for street in streets],
        exports=exporting.exports_of(streets), export_form=ExportForm(formdata=None),
    )  # fmt: skip


@work_orders.post("/files")
@requires(policies.is_street_staff)
def create_file():
    """Keep it in the quarantine; the worker looks through it."""
    form = HotlineFileForm()
    streets = current_user.places_as(Role.STREET_STAFF)
    form.community.choices = [(place.id, place.name) for place in hotline_files.communities_of(streets)]
    if not form.validate():
        return _files_page(form, 422)
    token, size = hotline_folder.keep(form.file.data)
    try:
        here = hand_in(form, token, size)
    except BaseException:
        hotline_folder.forget(token)
        raise
    return done(_("It is being looked through. Nothing is written before you say so."), here)


def hand_in(form, token, size):
    """One row for the file; its address."""
    with writing(), once(form) as submission:
        upload = hotline_workflow.hand_in(
            token=token, size=size, name=form.file.data.filename or "", source=form.source.data.strip(),
            community=locked(Place, form.community.data), by=current_user,
        )  # fmt: skip
        here = url_for(".file", no=upload.id)
        submission.leads_to(here)
    return here


@work_orders.get("/files/<int:no>")
@requires(policies.may_handle_file, on=hotline_files.upload_or_404)
def file(upload):
    """What is in it and, afterwards, what came of it."""
    return _file_page(upload, TakeInForm(formdata=None, version=upload.version))


def _file_page(upload, form, status=200):
    return render(
        "dispatch/file.html", status, upload=upload, form=form, at_work=upload.state in AT_WORK,
        preview=hotline_folder.preview_of(upload.token), FileState=FileState,
        has_errors=hotline_folder.errors_of(upload.token).exists(),
    )  # fmt: skip


@work_orders.post("/files/<int:no>/intake")
@requires(policies.may_handle_file, on=hotline_files.upload_or_404)
def create_intake(upload):
    """Take in what is good in it; the worker does it."""
    form, here = TakeInForm(), url_for(".file", no=upload.id)
    if not form.validate():
        return _file_page(upload, form, 422)
    with writing():
        now, given = fresh(upload, form, here), None
        if form.is_authorised:
            given = complainants.authorise(
                source=now.source, allowed_by=form.allowed_by.data, reference=form.reference.data,
                retain_until=form.retain_until.data, community=locked(Place, now.community_id),
                by=current_user,
            )  # fmt: skip
        hotline_workflow.accept(now, by=current_user, authorisation=given)
    return done(_("It is being taken in. You may leave this page."), here)


@work_orders.post("/files/<int:no>/removal")
@requires(policies.may_handle_file, on=hotline_files.upload_or_404)
def create_removal(upload):
    """Not this file: delete it."""
    form, token, here = TakeInForm(), upload.token, url_for(".files")
    with writing():
        hotline_workflow.drop(fresh(upload, form, here), by=current_user)
    hotline_folder.forget(token)
    return done(_("Deleted. Nothing of it was written."), here)


@work_orders.get("/files/<int:no>/errors.csv")
@requires(policies.may_handle_file, on=hotline_files.upload_or_404)
def file_errors(upload):
    """Its bad lines: line, number, reason."""
    path = hotline_folder.errors_of(upload.token)
    if not path.exists():
        raise NotFound(None)
    answer = Response(path.read_bytes(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=file-{upload.id}-errors.csv"
    return answer
