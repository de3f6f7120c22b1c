"""Minutes: written, laid out, commented on, confirmed, published, corrected."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.canonical import canonical
from civic.database import writing
from civic.ledger.words import words_of
from civic.meetings import (
    house_rule_views,
    minutes_draft,
    minutes_forgetting,  # noqa: F401 - listens to who leaves
    minutes_parts,  # noqa: F401 - registers on the meeting's page
    minutes_queries,
    queries,
)
from civic.meetings import minutes_policies as policies
from civic.meetings import minutes_workflow as workflow
from civic.meetings.blueprint import carry_out, form_page, meetings
from civic.meetings.minutes_commenting import answer_comment, comment
from civic.meetings.minutes_forms import (
    CommentAnswerForm,
    CommentForm,
    ConfirmationForm,
    ErratumForm,
    LayingOutForm,
    RefusalForm,
    TextForm,
)
from civic.meetings.minutes_states import CommentOutcome
from civic.meetings.states import Capacity, MeetingKind
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import OnceForm, once


def _minutes(no):
    """The minutes, knowing whether whoever looks was there; drafts only for who writes them."""
    found = minutes_queries.minutes_or_404(no)
    found.was_there = minutes_queries.attendance_of(no, current_user.id) is not None
    return found


def _at(no, anchor=None):
    return url_for("meetings.minutes", no=no, _anchor=anchor)


@meetings.get("/minutes")
@requires(anyone)
def minutes_index():
    """All published minutes, the latest first."""
    here = community()
    page = minutes_queries.minutes_page(here.id, request.args.get("after"))
    return render("meetings/minutes_index.html", page=page)


@meetings.get("/<int:no>/minutes")
@requires(anyone, on=_minutes)
def minutes(minutes):
    """What it came to; before it is confirmed, for those who were there."""
    return _page(minutes)


def _page(minutes, status=200, **forms):
    writes, meeting = policies.may_write(current_user, minutes), minutes.meeting
    mine = minutes_queries.attendance_of(meeting.id, current_user.id) if minutes.was_there else None
    counts = mine is not None and workflow.counts(meeting, minutes, mine, current_user)
    agreements = minutes_queries.agreements_of(meeting.id)
    spoken = counts and minutes_queries.has_spoken(minutes, current_user.id)
    return render(
        "meetings/minutes.html", status, minutes=minutes, meeting=meeting, writes=writes, counts=counts,
        spoken=spoken, readable=policies.may_read_text(current_user, minutes), forms=_forms(minutes) | forms,
        sheet=minutes_draft.readable(minutes), as_what=minutes_draft.as_what,
        agreements=agreements, adopts=_adopts(meeting, agreements), Capacity=Capacity,
        MeetingKind=MeetingKind,
        dissents=minutes_queries.dissents_of(meeting.id), short=words_of,
        so_far=sum(one.agrees and one.round == minutes.round for one in minutes.confirmations),
        comments_open=minutes.comments_until and workflow.comments_open(minutes),
    )  # fmt: skip


def _adopts(meeting, agreements):
    """Whether whoever looks writes one of them into the rules of the table; asked only where one waits."""
    waits = any(map(house_rule_views.is_rule, agreements))
    return waits and house_rule_views.may_adopt(current_user, house_rule_views.table_of(meeting))


def _forms(minutes):
    if not current_user.is_authenticated:
        return {}
    read = {"version": minutes.version}
    return {
        "once": OnceForm(formdata=None), "comment": CommentForm(formdata=None),
        "laying_out": LayingOutForm(formdata=None), "answer": CommentAnswerForm(formdata=None),
        "confirmation": ConfirmationForm(formdata=None, data=read),
        "refusal": RefusalForm(formdata=None, data=read),
    }  # fmt: skip


@meetings.post("/<int:no>/minutes")
@requires(policies.may_write, on=queries.meeting_or_404)
def create_minutes(meeting):
    """Begin them from what happened."""
    words = _("Begun from what happened. Read it through, then lay it out.")
    return carry_out(OnceForm(), workflow.draft, meeting, to=_at(meeting.id), words=words)


@form_page("/<int:no>/minutes/text")
@requires(policies.may_write, on=_minutes)
def minutes_text(minutes):
    """The three parts."""
    form, no = TextForm(obj=minutes), minutes.meeting_id
    if form.validate_on_submit():
        version = int(form.version.data) if str(form.version.data).isdecimal() else 0
        parts = {name: form[name].data for name in ("problem", "plan", "telling")}
        with writing():
            workflow.rewrite(minutes, by=current_user, version=version, **parts)
        flash(_("Kept."))
        return redirect(_at(no), 303)
    return render("meetings/minutes_text.html", 422 if form.errors else 200, minutes=minutes, form=form)


@meetings.post("/<int:no>/minutes/circulation")
@requires(policies.may_write, on=_minutes)
def create_circulation(minutes):
    """Lay them out to those who were there."""
    form = LayingOutForm()
    if not form.validate():
        return _page(minutes, 422, laying_out=form)
    words = _("Laid out. Tell two residents or delegates who were there that you need them.")
    return carry_out(form, workflow.lay_out, minutes, to=_at(minutes.meeting_id), words=words,
                     comment_days=form.comment_days.data)  # fmt: skip


@meetings.post("/<int:no>/minutes/comments")
@requires(policies.was_there, on=_minutes)
def create_minutes_comment(minutes):
    """Say what is missing."""
    form, no = CommentForm(), minutes.meeting_id
    if not form.validate():
        return _page(minutes, 422, comment=form)
    with writing(), once(form) as first:
        comment(minutes, by=current_user, words=form.words.data)
        first.leads_to(_at(no, "comments"))
    flash(_("Thank you. It is taken in or answered before anybody confirms."))
    return redirect(_at(no, "comments"), 303)


@meetings.post("/<int:no>/minutes/comments/<int:comment>/answer")
@requires(policies.may_write, on=minutes_queries.comment_or_404)
def create_comment_answer(made):
    """Take it in or say why not."""
    form, no = CommentAnswerForm(), made.meeting.id
    if not form.validate():
        return _page(_minutes(no), 422, answer=form)
    said = {"outcome": CommentOutcome(form.outcome.data), "answer": form.answer.data}
    words = _("Answered; its author is told.")
    return carry_out(form, answer_comment, made, to=_at(no, "comments"), words=words, **said)


@meetings.post("/<int:no>/minutes/confirmations")
@requires(policies.was_there, on=_minutes)
def create_minutes_confirmation(minutes):
    """So it was."""
    form, words = ConfirmationForm(), _("Thank you: you have confirmed these minutes.")
    return carry_out(form, workflow.confirm, minutes, to=_at(minutes.meeting_id), words=words,
                     version=_version(form))  # fmt: skip


@meetings.post("/<int:no>/minutes/refusals")
@requires(policies.was_there, on=_minutes)
def create_minutes_refusal(minutes):
    """So it was not."""
    form = RefusalForm()
    if not form.validate():
        return _page(minutes, 422, refusal=form)
    words = _("Noted. The minutes go back to be written; your reason stands with them.")
    return carry_out(form, workflow.refuse, minutes, to=_at(minutes.meeting_id), words=words,
                     version=_version(form), reason=form.reason.data)  # fmt: skip


@meetings.post("/<int:no>/minutes/publication")
@requires(policies.may_write, on=_minutes)
def create_minutes_publication(minutes):
    """Publish what was confirmed."""
    words = _("Published with their fingerprint. Hang them at the doors too.")
    return carry_out(OnceForm(), workflow.publish, minutes, to=_at(minutes.meeting_id), words=words)


@form_page("/<int:no>/minutes/errata")
@requires(policies.may_write, on=_minutes)
def minutes_erratum(minutes):
    """A dated correction."""
    form, no = ErratumForm(), minutes.meeting_id
    if form.validate_on_submit():
        said = {name: form[name].data for name in ("was", "now", "reason")}
        words = _("Corrected in public; the original stays readable.")
        return carry_out(form, workflow.correct, minutes, to=_at(no, "errata"), words=words, **said)
    return render("meetings/minutes_erratum.html", 422 if form.errors else 200, minutes=minutes, form=form)


@meetings.get("/<int:no>/minutes/printed")
@requires(policies.may_read_text, on=_minutes)
def minutes_printed(minutes):
    """For the stairwell."""
    sheet = minutes_draft.readable(minutes)
    return render("meetings/minutes_printed.html", minutes=minutes, meeting=minutes.meeting, sheet=sheet,
                  Capacity=Capacity, MeetingKind=MeetingKind, short=words_of)  # fmt: skip


@meetings.get("/<int:no>/minutes.json")
@requires(policies.may_read_document, on=_minutes)
def minutes_document(minutes):
    """The very bytes the fingerprint is taken of."""
    return Response(canonical(minutes.document), mimetype="application/json")


def _version(form):
    return int(form.version.data) if str(form.version.data).isdecimal() else 0
