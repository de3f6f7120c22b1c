"""Planning a meeting: its kind, when and where, the agenda; calling it, changing it, calling it off."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.database import writing
from civic.meetings import agenda, calling, planning, policies, queries, workflow
from civic.meetings.blueprint import back_to, form_page, meetings, one_time
from civic.meetings.calling_queries import invitations_of, item_or_404
from civic.meetings.forms import AgendaForm, CallForm, PlanForm, ReasonForm
from civic.meetings.kinds import RULES
from civic.meetings.states import MeetingKind
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.topics.queries import home_of


def _home(about):
    """The community of what it is about, else one's own."""
    theirs = [matter.community_id for matter in about.values()]
    return community(theirs[0]) if theirs else home_of(current_user)


def _kinds(here):
    """The kinds this person may call; a door steward those of a door."""
    staff = policies.may_plan(current_user, here)
    return list(MeetingKind) if staff else [MeetingKind.DOOR]


def _doors(here):
    staff = policies.may_plan(current_user, here)
    return planning.doors_for(
        current_user, here, None if staff else current_user.places_as(Role.DOOR_STEWARD)
    )


@form_page("/new")
@requires(policies.may_plan_somewhere)
def new():
    """First the kind, then the form of that kind; the meeting is public only when it is called."""
    about, chosen = planning.matters(request.args), request.values.get("kind", "")
    here = _home(about)
    kinds = _kinds(here)
    if chosen not in kinds:
        return render("meetings/new.html", form=None, kinds=kinds, rules=RULES, about=planning.named(about))
    kind = MeetingKind(chosen)
    form = planning.offered(PlanForm(), kind, here, _doors(here) if kind == MeetingKind.DOOR else ())
    if "now" in form and not policies.may_hold(current_user, here):
        del form.now
    if form.validate_on_submit():
        return _prepare(here, form, about)
    if request.method == "GET":
        planning.preset(form, about, planning.wished(current_user, request.args))
    return render("meetings/new.html", 422 if form.errors else 200, form=form, kind=kind, rule=RULES[kind],
                  about=planning.named(about))  # fmt: skip


def _prepare(here, form, about):
    wish = planning.wished(current_user, request.args)
    with writing(), once(form) as first:
        meeting = planning.prepare(here, form, by=current_user, about=about, wish=wish)
        first.leads_to(url_for("meetings.show", no=meeting.id))
        number, begun = meeting.id, meeting.is_ahead
    words = _("It has begun.") if begun else _("Written down. Nobody was told yet: look at it, then call it.")
    return back_to(number, words)


@form_page("/<int:no>/plan")
@requires(policies.may_change, on=queries.meeting_or_404)
def plan(meeting):
    """Change what was planned; who was told is told again."""
    number, kind = meeting.id, meeting.kind
    doors = _doors(meeting.community) if kind == MeetingKind.DOOR else ()
    form = planning.offered(PlanForm(obj=None if request.form else _as_typed(meeting)), kind,
                            meeting.community, doors)  # fmt: skip
    if "now" in form:
        del form.now
    if form.validate_on_submit():
        with one_time(form, number):
            also = ["agenda"] if agenda.set_agenda(meeting, form.points, by=current_user, tell=False) else []
            calling.change(meeting, by=current_user, also=also, **planning.columns_of(form))
            calling.invite(meeting, form.value("bodies") or (), by=current_user)
        return back_to(number, _("Changed. Everybody who was told before is told again."))
    return render("meetings/plan.html", 422 if form.errors else 200, form=form, meeting=meeting, kind=kind,
                  rule=RULES[kind])  # fmt: skip


class _Typed:
    """A meeting as its form shows it."""


def _as_typed(meeting):
    shown = _Typed()
    shown.__dict__.update(
        title=meeting.title, why=meeting.why, where_held=meeting.where_held, venue=meeting.venue_id or 0,
        minutes_planned=meeting.minutes_planned, council=meeting.council_id, place=meeting.place_id,
        starts_at=planning.local(meeting.starts_at), agenda=agenda.typed(meeting.items),
        quorum=meeting.quorum, quorum_rule=planning.rule_of(meeting),
        bodies=[one.body_id for one in invitations_of(meeting)],
    )  # fmt: skip
    return shown


@form_page("/<int:no>/agenda")
@requires(policies.may_change, on=queries.meeting_or_404)
def agenda_page(meeting):
    """The points: move one up or down, or write them anew."""
    form, number = AgendaForm(), meeting.id
    if form.validate_on_submit():
        with one_time(form, number):
            agenda.set_agenda(meeting, form.points, by=current_user)
        return back_to(number, _("The agenda is changed."), "agenda")
    if request.method == "GET":
        form.agenda.data = agenda.typed(meeting.items)
    total, button = sum(item.minutes for item in meeting.items), OnceForm(formdata=None)
    return render("meetings/agenda_page.html", 422 if form.errors else 200, form=form, meeting=meeting,
                  button=button, total=total)  # fmt: skip


@meetings.post("/<int:no>/agenda/<int:item>/rise")
@requires(policies.may_change_item, on=item_or_404)
def create_rise(item):
    """One place up."""
    return _move(item, -1)


@meetings.post("/<int:no>/agenda/<int:item>/descent")
@requires(policies.may_change_item, on=item_or_404)
def create_descent(item):
    """One place down."""
    return _move(item, 1)


def _move(item, steps):
    form, here = OnceForm(), url_for("meetings.agenda_page", no=item.meeting_id)
    with writing(), once(form) as first:
        agenda.move_item(item, steps, by=current_user)
        first.leads_to(here)
    return redirect(here, 303)


@form_page("/<int:no>/call")
@requires(policies.may_change, on=queries.meeting_or_404)
def call(meeting):
    """Tell everybody. Too late needs a reason that everybody reads."""
    form, number = CallForm(), meeting.id
    if form.validate_on_submit():
        with one_time(form, number):
            calling.call_together(meeting, by=current_user, urgent_reason=form.urgent_reason.data or "")
        return back_to(number, _("Called. Everybody invited is told, and it stands in the calendar."))
    late = calling.days_before(meeting) < meeting.notice_days
    return render("meetings/call.html", 422 if form.errors else 200, form=form, meeting=meeting, late=late,
                  rule=RULES[meeting.kind])  # fmt: skip


@form_page("/<int:no>/calling-off")
@requires(policies.may_change, on=queries.meeting_or_404)
def calling_off(meeting):
    """It is not held; everybody invited is told why."""
    form, number = ReasonForm(), meeting.id
    if form.validate_on_submit():
        with one_time(form, number):
            workflow.call_off(meeting, by=current_user, reason=form.reason.data.strip())
        return back_to(number, _("Called off. Everybody invited is told."))
    return render("meetings/calling_off.html", 422 if form.errors else 200, form=form, meeting=meeting)
