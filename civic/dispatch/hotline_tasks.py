"""The worker's part in uploaded hotline files: look through, take in, delete; and numbers whose day is over.

A worker says on the row until when it is at a file. One that was killed leaves the file to the next, which
goes on where it stopped, because numbers that are there already are left alone.
"""

import time
from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Person
from civic.csv_files import FileFault
from civic.database import locked, utcnow, writing
from civic.dispatch import complainants, hotline_files, hotline_folder, hotline_workflow
from civic.dispatch.hotline_columns import said
from civic.dispatch.hotline_models import FileState, HotlineUpload, PersonalAuthorisation
from civic.dispatch.importing import Intake, Written, bring_in, check
from civic.extensions import db
from civic.locale import until
from civic.ticking import sweep

CLAIM = timedelta(minutes=10)
TELL_EVERY = 1.0  # seconds between two reports of how far it is
UNREAD_FOR = 7 * 86400  # seconds after which a file nobody decided about goes
ERRORS_FOR = 30 * 86400
COLUMNS_SHOWN = ("title", "body", "external_no", "place", "due_at", "lead")
LINES_SHOWN = 3


@sweep("dispatch.hotline_files")
def work_on_files() -> int:
    """Look through files handed in and take in those accepted, one after the other."""
    done = 0
    for number in hotline_files.due_numbers():
        upload = _claim(number)
        if upload is not None:
            done += 1
            (_look_through if upload.state is FileState.WAITING else _take_in)(number, upload.token)
    return done


def _claim(number):
    """The row, when it is ours now: two workers at once do not do the same."""
    with writing():
        upload, now = locked(HotlineUpload, number), utcnow()
        free = upload.claimed_until is None or upload.claimed_until < now
        if not free or upload.state not in (FileState.WAITING, FileState.ACCEPTED):
            return None
        upload.claimed_until = now + CLAIM
    return hotline_files.upload_or_404(number)


def _look_through(number, token):
    try:
        checked = check(hotline_folder.file_of(token), hotline_folder.errors_of(token), _source(number))
    except (FileFault, FileNotFoundError) as fault:
        return _refuse(number, token, fault)
    hotline_folder.write_preview(token, _preview(checked))
    with writing():
        upload = locked(HotlineUpload, number)
        if upload.state is FileState.WAITING:
            hotline_workflow.note_check(upload, checked)
    return None


def _source(number):
    return hotline_files.upload_or_404(number).source


def _refuse(number, token, fault):
    why = str(fault) if isinstance(fault, FileFault) else ""
    with writing():
        upload = locked(HotlineUpload, number)
        if upload.can_become(FileState.REFUSED):
            hotline_workflow.refuse(upload, why)
    hotline_folder.forget(token)


def _said(row, code):
    """A cell as people say it: a deadline's 24:00 is the day's the file names."""
    return until(row.due_at) if code == "due_at" else said(getattr(row, code))


def _preview(checked):
    """Columns and first lines without names, numbers and what else speaks of a person."""
    layout = checked.file.layout
    shown = [code for code in COLUMNS_SHOWN if code in layout.codes]
    personal = [layout.names[at] for at in layout.rest()[1]]
    return {
        "columns": [list(pair) for pair in zip(layout.names, layout.codes, strict=True)],
        "personal": personal, "shown": [layout.heading(code) for code in shown],
        "first": [
            [_said(row, code)[:60] for code in shown] for row in checked.first_good[:LINES_SHOWN]
        ],
        "bad": [[row.line, row.external_no, row.reason] for row in checked.first_bad],
    }  # fmt: skip


def _take_in(number, token):
    upload = hotline_files.upload_or_404(number)
    given = upload.authorisation_id and db.session.get(PersonalAuthorisation, upload.authorisation_id)
    by = db.session.get(Person, upload.handed_in_by) if upload.handed_in_by else None
    intake = Intake(upload.source, upload.community_id, given, by)
    try:
        checked = check(hotline_folder.file_of(token), hotline_folder.errors_of(token), upload.source)
        written = _written(number, checked, intake)
    except (FileFault, FileNotFoundError) as fault:
        return _refuse(number, token, fault)
    with writing():
        upload = locked(HotlineUpload, number)
        if upload.state is FileState.ACCEPTED:
            hotline_workflow.finish(upload, written)
    hotline_folder.forget(token)
    return None


def _written(number, checked, intake):
    total, told = Written(), time.monotonic()
    for written in bring_in(checked, intake):
        total += written
        if time.monotonic() > told + TELL_EVERY:
            told = time.monotonic()
            with writing():
                upload = locked(HotlineUpload, number)
                upload.new, upload.known = total.new, total.known
                upload.claimed_until = utcnow() + CLAIM
    return total


@sweep("dispatch.complainants")
def forget_complainants() -> int:
    """Delete names and numbers whose last day is over, some at a time."""
    due = complainants.over_by()
    if not due:
        return 0
    with writing():
        return complainants.forget(due)


@sweep("dispatch.hotline_leftovers")
def forget_leftovers() -> int:
    """Files nobody decided about for a week go, and lists of bad lines after a month."""
    old = hotline_folder.old_files(UNREAD_FOR)
    if not old:
        return 0
    tokens = {token for token, _path in old}
    alive = HotlineUpload.state.in_((FileState.WAITING, FileState.CHECKED, FileState.ACCEPTED))
    waiting = select(HotlineUpload.id, HotlineUpload.token).where(HotlineUpload.token.in_(tokens), alive)
    for number, _token in db.session.execute(waiting).all():
        with writing():
            upload = locked(HotlineUpload, number)
            if upload.can_become(FileState.DROPPED):
                hotline_workflow.drop(upload, by=None)
    ancient = {path for _token, path in hotline_folder.old_files(ERRORS_FOR)}
    gone = [path for _token, path in old if not path.name.endswith(".errors.csv") or path in ancient]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
