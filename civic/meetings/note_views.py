"""Notes while the meeting goes on: recorders save line by line; two at once keep both texts."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import drafts
from civic.authorization import requires
from civic.database import writing
from civic.meetings import minutes_policies as policies
from civic.meetings import note_queries, queries
from civic.meetings.blueprint import meetings
from civic.meetings.minutes_forms import NoteForm
from civic.meetings.minutes_queries import minutes_of
from civic.meetings.note_workflow import save_note, strike
from civic.rendering import render
from civic.submissions import OnceForm


def _draft_of(no):
    """What this recorder typed for this meeting and has not saved; theirs alone, for a week."""
    return drafts.latest_of(f"note:{no}", current_user.id)


def _line(no, line):
    found = note_queries.note_or_404(no, line)
    found.meeting = queries.meeting_or_404(no)
    return found


@meetings.get("/<int:no>/notes")
@requires(policies.may_write, on=queries.meeting_or_404)
def notes(meeting):
    """Every line, each a form of its own, and an empty one."""
    return _page(meeting)


def _page(meeting, status=200, form=None):
    lines, kept = note_queries.notes_of(meeting.id), _draft_of(meeting.id)
    if form is None:
        data = {"text": kept.data.get("text", ""), "item_id": kept.data.get("item_id")} if kept else {}
        form = NoteForm(formdata=None, data=data).offer(meeting.items)
    grouped = {item.id: [line for line in lines if line.item_id == item.id] for item in meeting.items}
    loose = [line for line in lines if line.item_id is None]
    return render("meetings/notes.html", status, meeting=meeting, form=form, grouped=grouped, loose=loose,
                  lines={line.id: line for line in lines}, kept=kept, begin=OnceForm(formdata=None),
                  begun=minutes_of(meeting.id) is not None)  # fmt: skip


@meetings.post("/<int:no>/notes")
@requires(policies.may_write, on=queries.meeting_or_404)
def create_note(meeting):
    """Save a line, new or changed, against the version it was typed on."""
    form, no = NoteForm().offer(meeting.items), meeting.id
    if not form.validate():
        return _page(meeting, 422, form)
    item_id, line_id, version = form.numbers()
    with writing():
        saved = save_note(queries.meeting_or_404(no), by=current_user, text=form.text.data, item_id=item_id,
                          line_id=line_id, version=version)  # fmt: skip
        if not line_id and (kept := _draft_of(no)):
            drafts.discard(kept)
        anchor = f"line-{saved.line.id}"
    both = _("Somebody else changed this line at the same time. Both texts are kept, one below the other.")
    flash(both if saved.clash else _("Kept."), "error" if saved.clash else "message")
    return redirect(url_for("meetings.notes", no=no, _anchor=anchor), 303)


@meetings.post("/<int:no>/notes/draft")
@requires(policies.may_write, on=queries.meeting_or_404)
def create_note_draft(meeting):
    """While typing: what is not saved yet survives a phone that dies."""
    no, text = meeting.id, request.form.get("text", "")[:4000]
    with writing():
        kept = _draft_of(no) or drafts.start(f"note:{no}", person_id=current_user.id)
        drafts.keep(kept, text=text, item_id=request.form.get("item_id", 0, type=int))
    return _page(queries.meeting_or_404(no))


@meetings.post("/<int:no>/notes/<int:line>/striking")
@requires(policies.may_write, on=_line)
def create_note_striking(line):
    """Leave it out of the minutes, or put it back."""
    no, number = line.meeting_id, line.id
    with writing():
        strike(line, by=current_user)
    return redirect(url_for("meetings.notes", no=no, _anchor=f"line-{number}"), 303)
