"""Coming in: the code in the room, a tap on the page, the list of whoever holds the meeting; leaving."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.accounts.sealing import same
from civic.authorization import requires
from civic.database import local_today, writing
from civic.errors import NotFound
from civic.meetings import calling_queries, check_in, looking, policies, queries, quorum
from civic.meetings.blueprint import back_to, meetings, one_time
from civic.meetings.check_in_ways import ways
from civic.meetings.forms import ArrivalForm, NamesForm, SeatForm
from civic.meetings.look_models import ListRead
from civic.meetings.states import Capacity, CheckInBy
from civic.places.queries import doors_of
from civic.rendering import render
from civic.submissions import OnceForm, once


def public_or_404(no):
    """A meeting this person knows of; raises NotFound."""
    meeting = queries.meeting_or_404(no)
    if not policies.may_see(current_user, meeting):
        raise NotFound(None)
    return meeting


def at_code_or_404(no, key):
    """The meeting whose code was scanned; a key that was not signed here opens nothing."""
    meeting = public_or_404(no)
    if not same(key, check_in.key_of(meeting)):
        raise NotFound(None)
    return meeting


def _ways(meeting):
    return ways(
        current_user,
        meeting,
        council=calling_queries.council_at(meeting),
        bodies=calling_queries.invited_bodies(meeting),
        door_id=calling_queries.door_of(current_user, meeting),
        on=local_today(),
    )


def _page(meeting, action, form, found, status=200):
    mine = calling_queries.attendance_by(current_user, meeting)
    return render("meetings/arrival.html", status, meeting=meeting, form=form, action=action, mine=mine,
                  button=OnceForm(formdata=None), only=found[0] if len(found) == 1 else None,
                  has_seat=any(way.seat for way in found))  # fmt: skip


def _arrive(meeting, by, action, sent):
    found = {way.key: way for way in _ways(meeting)}
    form = ArrivalForm() if sent else ArrivalForm(formdata=None)
    form.way.choices = [(key, way.label) for key, way in found.items()]
    form.way.data = form.way.data or next(iter(found))
    if not sent or not form.validate():
        return _page(meeting, action, form, list(found.values()), 422 if form.errors else 200)
    number = meeting.id
    with one_time(form, number):
        check_in.check_in(meeting, person=current_user, way=found[form.way.data], by=by,
                          takes_over=form.takes_over.data)  # fmt: skip
    return back_to(number, _("You are on the list. Welcome."), "present")


@meetings.get("/<int:no>/check-in/<key>")
@requires(policies.may_check_in, on=at_code_or_404)
def arrival(meeting):
    """Scan, tap: I am here."""
    return _arrive(meeting, CheckInBy.CODE, _at(meeting, CheckInBy.CODE), sent=False)


@meetings.post("/<int:no>/check-in/<key>")
@requires(policies.may_check_in, on=at_code_or_404)
def create_arrival(meeting):
    """By the code."""
    return _arrive(meeting, CheckInBy.CODE, _at(meeting, CheckInBy.CODE), sent=True)


@meetings.get("/<int:no>/check-in")
@requires(policies.may_check_in, on=public_or_404)
def own_arrival(meeting):
    """Without the code: as what I am here."""
    return _arrive(meeting, CheckInBy.SELF, _at(meeting, CheckInBy.SELF), sent=False)


@meetings.post("/<int:no>/check-in")
@requires(policies.may_check_in, on=public_or_404)
def create_own_arrival(meeting):
    """By a tap on the page."""
    return _arrive(meeting, CheckInBy.SELF, _at(meeting, CheckInBy.SELF), sent=True)


def _at(meeting, by):
    if by == CheckInBy.CODE:
        return url_for("meetings.create_arrival", no=meeting.id, key=check_in.key_of(meeting))
    return url_for("meetings.create_own_arrival", no=meeting.id)


@meetings.get("/<int:no>/attendance")
@requires(policies.may_list, on=public_or_404)
def attendance(meeting):
    """Whoever holds the meeting writes down who came without a phone."""
    return _list(meeting)


def _list(meeting, status=200, names=None, seat=None):
    runs = policies.may_run(current_user, meeting)
    council = calling_queries.council_at(meeting) if runs else None
    names, seat = names or _names(meeting, False), seat or SeatForm(formdata=None)
    _offer(seat, council)
    came = check_in.attendance_of(meeting.id) if runs else ()
    return render("meetings/attendance.html", status, meeting=meeting, names=names, seat=seat, came=came,
                  sentence=quorum.sentence(meeting), council=council, button=OnceForm(formdata=None),
                  named=runs and looking.shows_names(meeting, current_user, ListRead.DOOR),
                  looks=looking.looks_at(meeting.id) if runs else ())  # fmt: skip


@meetings.post("/<int:no>/attendance/looks")
@requires(policies.may_run, on=public_or_404)
def create_look(meeting):
    """Note the look, then show the names."""
    form, no = OnceForm(), meeting.id
    with writing(), once(form) as first:
        looked = looking.look(meeting, by=current_user, at=ListRead.DOOR)
        first.leads_to(url_for("meetings.attendance", no=no, look=looked.id, _anchor="listed"))
    return redirect(first.url, 303)


def _names(meeting, sent=True):
    """The form with the doors this person may write for: a steward their own, staff all and none."""
    form = NamesForm() if sent else NamesForm(formdata=None)
    own = current_user.places_as(Role.DOOR_STEWARD)
    runs = policies.may_run(current_user, meeting)
    doors = [(one.id, one.label) for one in doors_of(meeting.community) if runs or one.id in own]
    form.door.choices = ([(0, _("No door: a guest"))] if runs else []) + doors
    return form


def _offer(form, council):
    form.seat.choices = [(one.id, one.short_name) for one in council.seats] if council else []


@meetings.post("/<int:no>/attendance/names")
@requires(policies.may_list, on=public_or_404)
def create_names(meeting):
    """Several at once."""
    form, here = _names(meeting), url_for("meetings.attendance", no=meeting.id)
    if not form.validate():
        return _list(meeting, 422, names=form)
    door = form.door.data or None
    with writing(), once(form) as first:
        check_in.list_names(meeting, form.listed, by=current_user, door_id=door,
                            capacity=Capacity.RESIDENT if door else Capacity.GUEST)  # fmt: skip
        first.leads_to(here)
    return redirect(here, 303)


@meetings.post("/<int:no>/attendance/seats")
@requires(policies.may_run, on=public_or_404)
def create_seat(meeting):
    """A delegate without a phone."""
    form, council, here = SeatForm(), calling_queries.council_at(meeting), None
    _offer(form, council)
    if not form.validate():
        return _list(meeting, 422, seat=form)
    seat = next(one for one in council.seats if one.id == form.seat.data)
    here = url_for("meetings.attendance", no=meeting.id)
    with writing(), once(form) as first:
        check_in.list_seat(
            meeting, seat, by=current_user, name=form.name.data, takes_over=form.takes_over.data
        )
        first.leads_to(here)
    return redirect(here, 303)


@meetings.post("/<int:no>/attendance/<int:attendance>/leaving")
@requires(policies.may_note_leaving, on=calling_queries.attendance_or_404)
def create_leaving(came):
    """Goes before the end."""
    form, number, own = OnceForm(), came.meeting_id, came.person_id == current_user.id
    with one_time(form, number):
        check_in.note_leaving(came, by=current_user)
    if own:
        return back_to(number, _("Noted that you left. Come back any time."))
    return redirect(url_for("meetings.attendance", no=number), 303)
