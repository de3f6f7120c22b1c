"""The meeting while it goes on: the desk of whoever holds it, everybody's phone, the shared screen."""

from flask import flash, make_response, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import NotFound
from civic.locale import large_text
from civic.meetings import check_in, live_forgetting, live_lines, live_parts  # noqa: F401 - they register themselves
from civic.meetings import live_policies as policies
from civic.meetings import live_queries as queries
from civic.meetings import live_workflow as verbs
from civic.meetings.blueprint import meetings
from civic.meetings.live_forms import CalledForm, EndForm, TapForm, WordForm
from civic.meetings.live_states import Choice, Side
from civic.meetings.policies import may_run, may_see
from civic.meetings.queries import meeting_or_404
from civic.meetings.speakers import row_name, speaker_name
from civic.places.queries import doors_of
from civic.rendering import render
from civic.submissions import once


def room_or_404(no):
    """The room with the row of whoever looks, who may see it."""
    room = queries.room_of(no, current_user.id)
    if not may_see(current_user, room.meeting):
        raise NotFound(None)
    return room


@meetings.get("/<int:no>/screen")
@requires(anyone)
def screen(no):
    """The shared screen: big words, redrawn by itself."""
    return _unchanged(no) or _shown("meetings/live_screen.html", room_or_404(no))


@meetings.get("/<int:no>/floor")
@requires(anyone)
def floor(no):
    """What goes on, on the phone of everybody in the room; those present ask for the word here."""
    return _unchanged(no) or _shown("meetings/live_floor.html", room_or_404(no), form=WordForm(formdata=None))


@meetings.get("/<int:no>/desk")
@requires(may_run, on=queries.pulse_or_404)
def desk(pulse):
    """The meeting in one hand: agenda, time, speakers, motions."""
    forms = {"form": TapForm(formdata=None), "end_form": EndForm(formdata=None)}
    return _unchanged(pulse.no) or _shown("meetings/live_desk.html", room_or_404(pulse.no), **forms)


def _unchanged(no):
    """An empty answer where the page in front of them is still true: one small statement."""
    seen = request.args.get("seen")
    asked = request.if_none_match
    if seen is None and not asked:
        return None
    pulse = queries.pulse_or_404(no)
    if not may_see(current_user, pulse):
        raise NotFound(None)
    if seen == pulse.tag:
        return make_response("", 204)
    return _marked(make_response("", 304), pulse.tag) if asked.contains(_etag(pulse.tag)) else None


def _shown(template, room, **more):
    context = {"room": room, "may_run": may_run(current_user, room.meeting), "sides": Side, "choices": Choice}
    code = check_in.key_of(room.meeting) if context["may_run"] else None  # only a screen put up in the room
    context |= {"speaker_name": speaker_name, "code": code, "limits": room.limits}
    context |= {
        "may_ask": policies.may_ask(current_user, room),
        "may_tap": policies.may_tap(current_user, room),
    }
    return _marked(render(template, **context, **more), room.tag)


def _marked(response, tag):
    response.set_etag(_etag(tag))
    if not current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked about each time
    return response


def _etag(tag):
    whose = f"{current_user.id or ''}.{request.headers.get('HX-Target', '')}"
    return f"{tag}.{get_locale()}.{int(large_text())}.{whose}"


def _to(endpoint, no, words=None):
    if words:
        flash(words)
    return redirect(url_for(f"meetings.{endpoint}", no=no), 303)


@meetings.post("/<int:no>/beginning")
@requires(may_run, on=meeting_or_404)
def create_beginning(meeting):
    """The meeting begins with the first point."""
    no = meeting.id
    with writing():
        verbs.begin(meeting, by=current_user)
    return _to("desk", no)


@meetings.post("/<int:no>/steps")
@requires(may_run, on=meeting_or_404)
def create_step(meeting):
    """Go on to the next point, or back."""
    form, no = TapForm(), meeting.id
    with writing():
        verbs.step(meeting, by=current_user, seen=form.seen.data, back=bool(form.back.data))
    return _to("desk", no)


@meetings.post("/<int:no>/conclusion")
@requires(may_run, on=meeting_or_404)
def create_conclusion(meeting):
    """The meeting is over."""
    form, no = EndForm(), meeting.id
    with writing():
        verbs.end(meeting, by=current_user, seen=form.seen.data, although_too_few=form.although.data)
    return _to("desk", no, _("The meeting is over. Thank you."))


@meetings.post("/<int:no>/words")
@requires(policies.may_ask, on=room_or_404)
def create_word(room):
    """Ask for the word."""
    form, no, mine_id = WordForm(), room.meeting.id, room.mine.id
    if not form.validate():
        return _shown("meetings/live_floor.html", room, form=form)
    with writing(), once(form) as first:
        mine = queries.attendance_of(no, current_user.id)
        if mine is None or mine.id != mine_id:
            raise NotFound(None)
        verbs.ask(room.meeting, by=current_user, side=Side(form.side.data), attendance=mine)
        first.leads_to(url_for("meetings.floor", no=no))
    return _to("floor", no)


@meetings.post("/<int:no>/words/<int:word>/withdrawal")
@requires(policies.may_withdraw, on=queries.speech_or_404)
def create_withdrawal(speech):
    """They do not want to speak any more."""
    no, own = speech.meeting_id, not may_run(current_user, speech.meeting)
    with writing():
        verbs.withdraw(speech, by=current_user)
    return _to("floor" if own or request.form.get("from") == "floor" else "desk", no)


@meetings.post("/<int:no>/words/<int:word>/turn")
@requires(policies.may_hold_it, on=queries.speech_or_404)
def create_turn(speech):
    """Give the word to somebody on the list."""
    form, no = TapForm(), speech.meeting_id
    with writing():
        verbs.give(speech, by=current_user, seen=form.seen.data)
    return _to("desk", no)


@meetings.post("/<int:no>/silence")
@requires(may_run, on=meeting_or_404)
def create_silence(meeting):
    """Whoever speaks has finished."""
    form, no = TapForm(), meeting.id
    with writing():
        verbs.finish(meeting, by=current_user, seen=form.seen.data)
    return _to("desk", no)


@meetings.get("/<int:no>/words/new")
@requires(policies.may_hold, on=room_or_404)
def new_word(room):
    """Write down somebody in the room who wants to speak."""
    return _called_page(room, CalledForm(formdata=None))


@meetings.post("/<int:no>/words/new")
@requires(policies.may_hold, on=room_or_404)
def create_called_word(room):
    """Put them on the list: by their row, or as somebody of a door."""
    form, no, meeting = CalledForm(), room.meeting.id, room.meeting
    if not _offered(form, room).validate():
        return _called_page(room, form, 422)
    kind, ident = form.chosen
    with writing(), once(form) as first:
        row = next((one for one in queries.in_the_room(no) if kind == "a" and one.id == ident), None)
        door_id = ident if kind == "d" else None
        verbs.ask(meeting, by=current_user, side=Side(form.side.data), attendance=row, door_id=door_id)
        first.leads_to(url_for("meetings.desk", no=no))
    return _to("desk", no, _("They stand on the list."))


def _offered(form, room):
    doors = doors_of(room.meeting.place)
    form.offer(queries.in_the_room(room.meeting.id), doors, row_name)
    return form


def _called_page(room, form, status=200):
    return render("meetings/live_new_word.html", status, room=room, form=_offered(form, room))
