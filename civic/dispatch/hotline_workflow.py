"""The verbs of the hotline's files: handed in, looked through, taken in or not; and writing back.

They never commit.
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch.exporting import last_export, waiting
from civic.dispatch.hotline_models import FileState, HotlineExport, HotlineUpload
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

HANDED_IN = act("hotline_file.handed_in", public={"bytes"})
LOOKED_THROUGH = act("hotline_file.looked_through", public={"good", "bad", "known"})
REFUSED = act("hotline_file.refused")
ACCEPTED = act("hotline_file.accepted", public={"authorisation"})
DROPPED = act("hotline_file.dropped")
EXPORTED = act("work_orders.exported", public={"source", "count"})
TAKEN_IN = act("hotline_file.taken_in", public={"new", "known", "bad", "callbacks", "complainants"})


def _move(upload, state):
    if not upload.can_become(state):
        raise Conflict(
            _("This file has moved on in the meantime: it is now “%(state)s”.", state=upload.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    upload.state, upload.version, upload.claimed_until = state, upload.version + 1, None


def hand_in(*, token, size, name, source, community, by) -> HotlineUpload:
    """A file lies in the quarantine; the worker looks through it."""
    upload = HotlineUpload(
        token=token, size=size, name=name[:100], source=source, street_id=community.parent_id,
        community_id=community.id, state=FileState.WAITING, handed_in_by=by.id, version=1,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    record(HANDED_IN, subject=upload, by=by, public={"bytes": size})
    return upload


def note_check(upload, checked) -> None:
    """The worker has looked through it; nothing was written."""
    _move(upload, FileState.CHECKED)
    upload.good, upload.bad, upload.known = checked.good, checked.bad, checked.known
    upload.personal = checked.personal
    public = {"good": checked.good, "bad": checked.bad, "known": checked.known}
    record(LOOKED_THROUGH, subject=upload, public=public)


def refuse(upload, why: str) -> None:
    """It cannot be read as a whole; nothing (more) of it was written."""
    _move(upload, FileState.REFUSED)
    upload.why, upload.ended_at = why[:500], utcnow()
    record(REFUSED, subject=upload)


def accept(upload, *, by, authorisation=None) -> None:
    """Staff want it taken in; with an authorisation names and numbers are kept."""
    _move(upload, FileState.ACCEPTED)
    upload.authorisation_id = authorisation.id if authorisation else None
    upload.new = upload.known = 0
    record(ACCEPTED, subject=upload, by=by, public={"authorisation": upload.authorisation_id})


def drop(upload, *, by) -> None:
    """Not taken in after all; the file is deleted."""
    _move(upload, FileState.DROPPED)
    upload.ended_at = utcnow()
    record(DROPPED, subject=upload, by=by)


def finish(upload, written) -> None:
    """Everything good in it has come in. Args: written — importing.Written of the whole file."""
    _move(upload, FileState.DONE)
    upload.ended_at = utcnow()
    upload.new, upload.known, upload.callbacks = written.new, written.known, written.callbacks
    public = {
        "new": written.new, "known": written.known, "bad": upload.bad, "callbacks": written.callbacks,
        "complainants": written.complainants,
    }  # fmt: skip
    record(TAKEN_IN, subject=upload, public=public)


def export(source: str, street, *, by) -> HotlineExport:
    """Note a new export of everything changed since the last. Raises Refused when nothing has."""
    last, found = last_export(source, street.id), waiting(source, street.id)
    if not found.orders:
        raise Refused(_("Nothing has changed since the last export."))
    row = HotlineExport(
        source=source, street_id=street.id, since=last.until if last else None,
        since_order=last.until_order if last else 0, until=found.until, until_order=found.until_order,
        orders=found.orders, asked_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    public = {"source": source, "count": found.orders}
    record(EXPORTED, subject=row, community_id=street.id, by=by, public=public)
    return row
