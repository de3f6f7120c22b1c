"""Motions: the text, its fixing and reading, and the show of hands."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import NotFound, Refused
from civic.meetings import hands_queries as queries
from civic.meetings import hands_workflow as verbs
from civic.meetings import live_policies as policies
from civic.meetings.blueprint import meetings
from civic.meetings.hands_forms import ChoiceForm, CountForm, FreezeForm, MotionForm, WayForm
from civic.meetings.live_queries import attendance_of, motions_of
from civic.meetings.live_states import Choice, Way
from civic.meetings.live_views import room_or_404
from civic.meetings.policies import may_run, may_see
from civic.meetings.quorum import counts_seats
from civic.rendering import render
from civic.submissions import once


def seen_motion_or_404(no, number):
    """The motion, to whoever may see its meeting."""
    motion = queries.motion_or_404(no, number)
    if not may_see(current_user, motion.meeting):
        raise NotFound(None)
    return motion


@meetings.get("/<int:no>/motions/new")
@requires(policies.may_hold, on=room_or_404)
def new_motion(room):
    """Put a text before the room."""
    return _text_page(room.meeting, MotionForm(formdata=None))


@meetings.post("/<int:no>/motions")
@requires(policies.may_hold, on=room_or_404)
def create_motion(room):
    """It is before the room, still being worded."""
    form, meeting = MotionForm(), room.meeting
    if not form.validate():
        return _text_page(meeting, form, 422)
    return _moved(meeting, form, None)


def _text_page(meeting, form, status=200, old=None):
    return render("meetings/hands_replacement.html", status, meeting=meeting, form=form, old=old)


@meetings.get("/<int:no>/motions/<int:number>")
@requires(anyone, on=seen_motion_or_404)
def motion(motion):
    """The text as it stands, its hash, the hands; whoever holds the meeting goes on from here."""
    return _page(motion)


def _page(motion, status=200, **forms):
    meeting, runs = motion.meeting, may_run(current_user, motion.meeting)
    lines = queries.lines_of(motion.item_id, meeting) if runs else []
    freeze = FreezeForm(formdata=None)
    freeze.offer(lines)
    given = {
        "form": MotionForm(formdata=None, text=motion.text),
        "freeze": freeze,
        "count": CountForm(formdata=None),
    }
    seats = queries.seats_with_a_voice(motion, meeting) if motion.way == Way.SEATS else []
    said = next((one.hands for one in motions_of(meeting.id) if one.id == motion.id), [])
    return render(
        "meetings/hands_motion.html", status, motion=motion, meeting=meeting, may_run=runs, seats=seats,
        successor=queries.successor_of(motion), by_seats=counts_seats(meeting), ways=Way,
        choices=Choice, said={hand.seat_id: hand.choice for hand in said}, tap=ChoiceForm(formdata=None),
        **(given | forms),
    )  # fmt: skip


@meetings.post("/<int:no>/motions/<int:number>/wording")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_wording(motion):
    """Other words, while it is being worded."""
    form = MotionForm()
    if not form.validate():
        return _page(motion, 422, form=form)
    return _done(motion, verbs.word, text=form.text.data)


@meetings.post("/<int:no>/motions/<int:number>/freezing")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_freezing(motion):
    """From now on nobody changes a sign of it."""
    form = FreezeForm()
    form.offer(queries.lines_of(motion.item_id, motion.meeting))
    if not form.validate():
        return _page(motion, 422, freeze=form)
    return _done(motion, verbs.freeze, breaks_id=form.breaks.data if "breaks" in form else None)


@meetings.post("/<int:no>/motions/<int:number>/reading")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_reading(motion):
    """It was read aloud."""
    return _done(motion, verbs.read_aloud)


@meetings.post("/<int:no>/motions/<int:number>/hands")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_hands(motion):
    """Ask for hands."""
    form = WayForm()
    if not form.validate():
        return _page(motion, 422)
    return _done(motion, verbs.call_hands, way=Way(form.way.data))


@meetings.post("/<int:no>/motions/<int:number>/result")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_result(motion):
    """End the count."""
    if motion.way != Way.COUNTED:
        return _done(motion, verbs.settle)
    form, no, number = CountForm(), motion.meeting_id, motion.number
    if not form.validate():
        return _page(motion, 422, count=form)
    count = verbs.Count(form.agree.data, form.against.data, form.abstain.data)
    try:
        return _done(motion, verbs.settle, count=count)
    except Refused as refusal:  # the numbers typed stay in front of them
        form.agree.errors = [refusal.message]
        return _page(queries.motion_or_404(no, number), 422, count=form)


@meetings.post("/<int:no>/motions/<int:number>/hands-down")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_hands_down(motion):
    """No result: ask once more later."""
    return _done(motion, verbs.stop_count)


@meetings.get("/<int:no>/motions/<int:number>/replacement")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def replacement(motion):
    """Another text in its place."""
    form = MotionForm(formdata=None, text=motion.text)
    return _text_page(motion.meeting, form, old=motion)


@meetings.post("/<int:no>/motions/<int:number>/replacement")
@requires(policies.may_hold_it, on=queries.motion_or_404)
def create_replacement(motion):
    """The new text is before the room, the old one is marked as replaced."""
    form = MotionForm()
    if not form.validate():
        return _text_page(motion.meeting, form, 422, old=motion)
    return _moved(motion.meeting, form, motion)


@meetings.post("/<int:no>/motions/<int:number>/seats/<int:seat>/voice")
@requires(policies.may_hold_it, on=lambda no, number, seat: _with_seat(no, number, seat))
def create_seat_voice(motion):
    """Whoever holds the meeting notes what a seat says in the room."""
    form, seat_id = ChoiceForm(), motion.asked_seat
    if not form.validate():
        return _page(motion, 422)
    return _done(
        motion, lambda motion, by: verbs.voice_seat(motion, seat_id, Choice(form.choice.data), by=by)
    )


def _with_seat(no, number, seat):
    motion = queries.motion_or_404(no, number)
    motion.asked_seat = seat
    return motion


@meetings.post("/<int:no>/motions/<int:number>/hand")
@requires(policies.may_tap, on=lambda no, number: _hand_room(no, number))
def create_hand(room):
    """A hand raised on one's own phone: of the seat one sits for, or one's own."""
    form, no, number = ChoiceForm(), room.meeting.id, room.asked_motion
    if not form.validate():
        raise Refused(_("Tap one of the three: agree, disagree or abstain."))
    with writing(), once(form) as first:
        motion, mine = queries.motion_or_404(no, number), attendance_of(no, current_user.id)
        _raise_mine(motion, mine, Choice(form.choice.data))
        first.leads_to(url_for("meetings.floor", no=no))
    flash(_("Your hand is counted. Until the count ends you may change it."))
    return redirect(url_for("meetings.floor", no=no), 303)


def _hand_room(no, number):
    room = room_or_404(no)
    room.asked_motion = number
    return room


def _raise_mine(motion, mine, choice):
    if mine is None:
        raise NotFound(None)
    if motion.way == Way.SEATS and mine.seat_id is not None:
        verbs.voice_seat(motion, mine.seat_id, choice, by=current_user)
    else:
        verbs.tap(motion, mine, choice)


def _moved(meeting, form, old):
    no = meeting.id
    with writing(), once(form) as first:
        motion = verbs.move(meeting, by=current_user, text=form.text.data, replaces=old)
        address = url_for("meetings.motion", no=no, number=motion.number)
        first.leads_to(address)
    return redirect(address, 303)


def _done(motion, verb, **what):
    no, number = motion.meeting_id, motion.number
    with writing():
        verb(motion, by=current_user, **what)
    return redirect(url_for("meetings.motion", no=no, number=number), 303)
