"""Writing back to the hotline: what has changed as a file, and one order's fields to copy."""

import subprocess
import tempfile
from pathlib import Path

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.database import locked, writing
from civic.dispatch import exporting, hotline_workflow, policies, queries
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.hotline_columns import HEADINGS
from civic.dispatch.hotline_export import write_csv, write_xlsx_apart
from civic.dispatch.hotline_forms import ExportForm
from civic.errors import NotFound, Refused
from civic.places.models import Place
from civic.rendering import render
from civic.submissions import once

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_LINES = 5
KINDS = {"csv": "text/csv", "xlsx": XLSX}


@work_orders.post("/exports")
@requires(policies.is_street_staff)
def create_export():
    """Everything of this source that has changed since the last time."""
    form = ExportForm()
    if not form.validate() or form.street.data not in current_user.places_as(Role.STREET_STAFF):
        raise NotFound(None)
    with writing(), once(form) as submission:
        street = locked(Place, form.street.data)
        row = hotline_workflow.export(form.source.data, street, by=current_user)
        here = url_for(".show_export", no=row.id)
        submission.leads_to(here)
    return done(_("Ready. Fetch the file and send it to the hotline."), here)


@work_orders.get("/exports/<int:no>")
@requires(policies.may_read_export, on=exporting.export_or_404)
def show_export(export):
    """The file in both kinds, and its first lines."""
    header, lines = exporting.table_of(export)
    return render(
        "dispatch/show_export.html", export=export, header=header, lines=lines[:10], count=len(lines)
    )


@work_orders.get("/exports/<int:no>/orders.csv")
@requires(policies.may_read_export, on=exporting.export_or_404)
def export_csv(export):
    """The hotline's own columns with what we have to tell; nothing in them runs in a spreadsheet."""
    return _file(export, "csv")


@work_orders.get("/exports/<int:no>/orders.xlsx")
@requires(policies.may_read_export, on=exporting.export_or_404)
def export_xlsx(export):
    """The same for Excel, which keeps long numbers there."""
    return _file(export, "xlsx")


def _file(export, kind):
    header, lines = exporting.table_of(export)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"orders.{kind}"
        write(path, header, lines)
        answer = Response(path.read_bytes(), mimetype=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename=orders-{export.id}.{kind}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def write(path, header, lines):
    """Write it; a workbook by a child process. Raises Refused when that fails."""
    if path.suffix == ".csv":
        write_csv(path, header, lines)
        return
    try:
        write_xlsx_apart(path, header, lines)
    except subprocess.SubprocessError as fault:
        raise Refused(_("The workbook could not be made just now."), _("Fetch the CSV instead.")) from fault


@work_orders.get("/<int:no>/backfill")
@requires(policies.may_dispatch, on=queries.order_in_full)
def backfill(order):
    """What the city's own form asks for, each field ready to copy."""
    fields = [(code, HEADINGS[code][0][0], words) for code, words in exporting.backfill_of(order).items()]
    return render("dispatch/backfill.html", order=order, fields=fields)
