"""What invited bodies answer, and the wish of a seat that the council meets."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.policies import seats_spoken_for
from civic.councils.queries import councils
from civic.database import local_today, writing
from civic.errors import NotAllowed
from civic.meetings import calling, calling_queries, policies, terms
from civic.meetings.blueprint import back_to, form_page, meetings, one_time
from civic.meetings.forms import InvitationForm, ReasonForm, WishForm
from civic.meetings.states import Answer
from civic.rendering import render
from civic.submissions import once


@form_page("/<int:no>/invitations/<int:invitation>")
@requires(policies.may_answer, on=calling_queries.invitation_or_404)
def invitation(invited):
    """Coming, and in which post; or not, and why."""
    form, number = InvitationForm(obj=invited), invited.meeting_id
    if form.validate_on_submit():
        with one_time(form, number):
            calling.answer_invitation(
                invited, by=current_user, answer=Answer(form.answer.data), who=form.who.data or "",
                reason=form.reason.data or "",
            )  # fmt: skip
        return back_to(number, _("Your answer stands on the meeting's page."), "invited")
    return render("meetings/invitation.html", 422 if form.errors else 200, form=form, invited=invited,
                  meeting=invited.meeting)  # fmt: skip


@form_page("/requests")
@requires(policies.may_ask)
def requests():
    """Ask that the council meets; the secretary answers."""
    today = local_today()
    seats = {seat.id: (council, seat) for council in councils()
             for seat in seats_spoken_for(current_user, council, today)}  # fmt: skip
    if not seats:
        raise NotAllowed(_("Only who speaks for a seat asks the council to meet."))
    form = WishForm()
    form.seat.choices = _working(seats, today)
    if not form.validate_on_submit():
        return render("meetings/requests.html", 422 if form.errors else 200, form=form)
    council, seat = seats[form.seat.data]
    here = url_for("councils.show", council_id=council.id)
    with writing(), once(form) as first:
        calling.ask_for_meeting(council, seat, by=current_user, title=form.title.data.strip(),
                                why=form.why.data.strip())  # fmt: skip
        first.leads_to(here)
    flash(_("Asked. It lies on the secretary's desk; you are told what becomes of it."), "good")
    return redirect(here, 303)


def _working(seats, today):
    """Choices of seats at councils whose term goes on; raises Conflict where none does, before one types."""
    working = [(key, f"{seat.short_name} · {council.name}") for key, (council, seat) in seats.items()
               if not council.has_run_out(today)]  # fmt: skip
    if not working:
        terms.guard(next(iter(seats.values()))[0], today)
    return working


@meetings.get("/requests/<int:no>")
@requires(policies.may_read_request, on=calling_queries.request_or_404)
def wish(asked):
    """What a body asks for, and the answer."""
    return _wish(asked, ReasonForm(formdata=None))


def _wish(asked, form, status=200):
    may_answer = policies.may_answer_request(current_user, asked)
    return render("meetings/wish.html", status, form=form, wish=asked, may_answer=may_answer)


@meetings.post("/requests/<int:no>/answer")
@requires(policies.may_answer_request, on=calling_queries.request_or_404)
def create_answer(asked):
    """Not now, and why."""
    form, here = ReasonForm(), url_for("meetings.wish", no=asked.id)
    if not form.validate_on_submit():
        return _wish(asked, form, 422)
    with writing(), once(form) as first:
        calling.answer_request(asked, by=current_user, reason=form.reason.data)
        first.leads_to(here)
    flash(_("Answered; whoever asked is told."), "good")
    return redirect(here, 303)
