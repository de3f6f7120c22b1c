"""Paper: the agenda, the list to sign, slips to write on, and keying them in: nobody needs a phone."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.meetings import check_in, policies, slips
from civic.meetings.blueprint import form_page, meetings
from civic.meetings.calling_queries import council_at, slip_at, slips_keyed
from civic.meetings.check_in_views import public_or_404
from civic.meetings.forms import SlipForm
from civic.places.queries import doors_of
from civic.printing import full_address
from civic.rendering import render
from civic.submissions import once

LINES = 20  # empty lines on a sheet
A_SHEET, MOST_SLIPS = 8, 200


@meetings.get("/<int:no>/agenda-sheet")
@requires(anyone, on=public_or_404)
def agenda_sheet(meeting):
    """The notice for the stairwell: what, when, where, the points with their minutes."""
    address = full_address(url_for("meetings.show", no=meeting.id))
    return render("meetings/agenda_sheet.html", meeting=meeting, address=address,
                  total=sum(item.minutes for item in meeting.items))  # fmt: skip


@meetings.get("/<int:no>/room-sheet")
@requires(policies.may_run, on=public_or_404)
def room_sheet(meeting):
    """The code to check in by, to hang on the wall or show on the phone."""
    address = url_for("meetings.arrival", no=meeting.id, key=check_in.key_of(meeting))
    return render("meetings/room_sheet.html", meeting=meeting, address=full_address(address))


@meetings.get("/<int:no>/attendance-sheet")
@requires(policies.may_run, on=public_or_404)
def attendance_sheet(meeting):
    """Empty lines: the seats first, then one sheet a door that was chosen, or one for everybody."""
    doors = doors_of(meeting.community)
    chosen = request.args.get("door", type=int)
    return render("meetings/attendance_sheet.html", meeting=meeting, council=council_at(meeting), lines=LINES,
                  doors=doors, door=next((one for one in doors if one.id == chosen), None))  # fmt: skip


@meetings.get("/<int:no>/slips/print")
@requires(policies.may_key_slips, on=public_or_404)
def slip_sheet(meeting):
    """Slips with a number and a code each; the code tells later what became of it."""
    first = min(max(request.args.get("from", 1, type=int), 1), 9000)
    count = min(max(request.args.get("count", A_SHEET, type=int), 1), MOST_SLIPS)
    printed = [(number, full_address(url_for("meetings.slip", no=meeting.id, number=number)))
               for number in range(first, first + count)]  # fmt: skip
    return render("meetings/slip_sheet.html", meeting=meeting, slips=printed, next=first + count)


@form_page("/<int:no>/slips")
@requires(policies.may_key_slips, on=public_or_404)
def slip_desk(meeting):
    """Key in a slip; the receipt number is called out and written on the paper."""
    form = SlipForm()
    form.item.choices = [(0, _("The meeting as a whole")), *((one.id, one.title) for one in meeting.items)]
    if form.validate_on_submit():
        item = next((one for one in meeting.items if one.id == form.item.data), None)
        with writing(), once(form) as first:
            kept = slips.key_slip(meeting, by=current_user, number=form.number.data, item=item,
                                  words=form.words.data.strip())  # fmt: skip
            here = url_for("meetings.slip", no=kept.meeting_id, number=kept.number)
            first.leads_to(here)
        return redirect(here, 303)
    return render("meetings/slip_desk.html", 422 if form.errors else 200, meeting=meeting, form=form,
                  keyed=slips_keyed(meeting.id))  # fmt: skip


@meetings.get("/<int:no>/slips/<int:number>")
@requires(anyone, on=lambda no, number: (public_or_404(no), number))
def slip(subject):
    """What became of a slip of paper; the words on it are not shown to whoever guesses its number."""
    meeting, number = subject
    return render("meetings/slip.html", meeting=meeting, number=number, slip=slip_at(meeting.id, number),
                  may_key=policies.may_key_slips(current_user, meeting))  # fmt: skip
