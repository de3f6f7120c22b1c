"""The live stream: the link, the roll-call, my own word, one tap to cut it."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires, signed_in
from civic.database import writing
from civic.errors import NotFound
from civic.meetings import looking, queries, stream_queries
from civic.meetings import minutes_policies as policies
from civic.meetings import stream_workflow as workflow
from civic.meetings.blueprint import carry_out, form_page, meetings
from civic.meetings.look_models import ListRead
from civic.meetings.minutes_forms import ConsentForm, CutForm, StreamForm
from civic.meetings.stream_models import StreamState
from civic.rendering import render
from civic.submissions import OnceForm, once


def _at(no):
    return url_for("meetings.stream", no=no)


def _after(no, words):
    flash(words)
    return redirect(_at(no), 303)


@meetings.get("/<int:no>/stream")
@requires(anyone, on=queries.meeting_or_404)
def stream(meeting):
    """Where to watch, how many are not filmed, what leaves this site when the link is tapped."""
    found, holds = stream_queries.stream_of(meeting.id), policies.may_hold(current_user, meeting)
    there, filmed = stream_queries.said_by(meeting.id, current_user.id)
    if found is None and not holds:
        raise NotFound(None)
    forms = {"once": OnceForm(formdata=None), "cut": CutForm(formdata=None)} if holds else {}
    return render(
        "meetings/stream.html", meeting=meeting, stream=found, holds=holds, there=there, filmed=filmed,
        not_filmed=stream_queries.not_filmed(meeting.id), not_asked=stream_queries.not_asked(meeting.id),
        forms=forms, consent=ConsentForm(formdata=None) if there else None, StreamState=StreamState,
    )  # fmt: skip


@form_page("/<int:no>/stream/link")
@requires(policies.may_hold, on=queries.meeting_or_404)
def stream_link(meeting):
    """Write the link down."""
    found, no = stream_queries.stream_of(meeting.id), meeting.id
    form = StreamForm(obj=found)
    if form.validate_on_submit():
        words = _("Written down. Now read the opening words and ask everybody who is there.")
        return carry_out(form, workflow.prepare_stream, meeting, to=_at(no), words=words, url=form.url.data,
                         captions_url=form.captions_url.data or "",
                         keep_until=form.keep_until.data)  # fmt: skip
    return render("meetings/stream_link.html", 422 if form.errors else 200, meeting=meeting, form=form)


@meetings.get("/<int:no>/stream/roll")
@requires(policies.may_hold, on=stream_queries.stream_or_404)
def stream_roll(stream):
    """Everybody who is there: who is not to be filmed? Names only after one has said that one looks."""
    return render(
        "meetings/stream_roll.html", meeting=stream.meeting, stream=stream, form=OnceForm(formdata=None),
        roll=stream_queries.roll(stream.meeting_id), looks=looking.looks_at(stream.meeting_id),
        named=looking.shows_names(stream.meeting, current_user, ListRead.ROLL),
    )  # fmt: skip


@meetings.post("/<int:no>/stream/roll/looks")
@requires(policies.may_hold, on=stream_queries.stream_or_404)
def create_roll_look(stream):
    """Note the look, then show the names."""
    form, no = OnceForm(), stream.meeting_id
    with writing(), once(form) as first:
        looked = looking.look(queries.meeting_or_404(no), by=current_user, at=ListRead.ROLL)
        first.leads_to(url_for("meetings.stream_roll", no=no, look=looked.id))
    return redirect(first.url, 303)


@meetings.post("/<int:no>/stream/roll")
@requires(policies.may_hold, on=stream_queries.stream_or_404)
def create_stream_roll(stream):
    """The opening words were read, everybody was asked."""
    form, no = OnceForm(), stream.meeting_id
    refused = set(request.form.getlist("not_filmed", type=int))
    with writing(), once(form) as first:
        count = workflow.call_roll(stream, by=current_user, not_filmed=refused)
        first.leads_to(url_for("meetings.stream", no=no))
    return _after(no, _("Everybody was asked; %(count)s are not to be filmed. Seat them aside.", count=count))


@meetings.post("/<int:no>/stream/consent")
@requires(signed_in, on=queries.meeting_or_404)
def create_stream_consent(meeting):
    """On my own phone."""
    no, said = meeting.id, request.form.get("filmed")
    if not ConsentForm().validate() or said not in ("yes", "no"):
        abort(400)
    with writing():
        workflow.say_consent(meeting, by=current_user, filmed=said == "yes")
    no_words = _("Noted: you are not to be filmed. Sit to the left of the yellow line.")
    return _after(no, _("Noted: you may be in the picture.") if said == "yes" else no_words)


@meetings.post("/<int:no>/stream/showing")
@requires(policies.may_hold, on=stream_queries.stream_or_404)
def create_stream_showing(stream):
    """From now on everybody can watch."""
    words = _("Everybody can watch now. Cut it off with one tap when you must.")
    return carry_out(OnceForm(), workflow.show_stream, stream, to=_at(stream.meeting_id), words=words)


@meetings.post("/<int:no>/stream/cut")
@requires(policies.may_hold, on=stream_queries.stream_or_404)
def create_stream_cut(stream):
    """一键断开."""
    form, no = CutForm(), stream.meeting_id
    words = _("Cut off: the link is gone from this page. Stop the platform's broadcast too.")
    return carry_out(form, workflow.cut_stream, stream, to=_at(no), words=words,
                     reason=form.reason.data or "")  # fmt: skip
