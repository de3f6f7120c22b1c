"""What a plan form becomes: the columns of a meeting, and the meeting itself with everybody it invites."""

from flask_babel import gettext as _

from civic.councils.queries import bodies as bodies_at_work
from civic.councils.queries import councils
from civic.database import SHANGHAI
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import Gathering
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.meetings import calling, workflow
from civic.meetings.calling_queries import request_or_404, seats_of, venues_of
from civic.meetings.forms import PlanForm
from civic.meetings.kinds import OF_A_COUNCIL, QUORUMS, RULES
from civic.meetings.policies import may_answer_request, may_hold
from civic.meetings.quorum import of_council
from civic.meetings.states import MeetingKind
from civic.places.queries import doors_of
from civic.topics.models import Topic

MATTERS = {"topic_id": Topic, "issue_id": Issue, "whistle_id": Whistle}


def offered(form: PlanForm, kind, community, doors) -> PlanForm:
    """The form with what can be chosen in that community."""
    tables = councils(community.id) if kind in OF_A_COUNCIL else ()
    seated = {seat.body_id for seat in tables[0].seats} if len(tables) == 1 else set()
    return form.offer(
        kind,
        councils=tables,
        doors=doors,
        venues=venues_of(community.id) if kind not in (MeetingKind.ROUND_TABLE, MeetingKind.DOOR) else (),
        bodies=[(body.id, body.short_name) for body in bodies_at_work(community.id) if body.id not in seated],
    )


def doors_for(user, community, door_ids) -> list:
    """The doors of a community that somebody may call together; all for the office."""
    return [door for door in doors_of(community) if door_ids is None or door.id in door_ids]


def matters(arguments) -> dict:
    """What the meeting is about, out of the address: {column: row} of what is there and public enough.

    Raises NotFound for a number that names nothing.
    """
    found = {}
    for column, model in MATTERS.items():
        number = arguments.get(column.removesuffix("_id"), type=int)
        if number is not None:
            row = db.session.get(model, number)
            if row is None or not getattr(row, "is_public", True):
                raise NotFound(None)
            found[column] = row
    return found


def title_of(matter) -> str:
    """What the meeting is called for a start: the matter's own title, of an issue the public one."""
    return getattr(matter, "title", None) or getattr(matter, "public_title", None) or ""


def named(about) -> list:
    """(thread, words) of every matter, for the way back to its page."""
    return [
        (matter.thread_id, title_of(matter) or _("Issue %(no)s", no=matter.id)) for matter in about.values()
    ]


def preset(form, about, wish) -> None:
    """What is known before anything is typed: its title; when and where, if a whistle asks to a meeting."""
    titled = [*about.values(), *([wish] if wish else [])]
    form.preset().title.data = next(map(title_of, titled), "")
    whistle = about.get("whistle_id")
    if whistle is not None and whistle.gathering is Gathering.MEETING:
        form.starts_at.data, form.where_held.data = local(whistle.gather_at), whistle.gather_place


def local(moment):
    """As a form of this site shows a moment: Shanghai's clock, no zone."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)


def wished(user, arguments):
    """The open request of a body that this plan answers, out of the address; None without one."""
    number = arguments.get("request", type=int)
    if number is None:
        return None
    wish = request_or_404(number)
    if not may_answer_request(user, wish):
        raise NotFound(None)
    return wish if wish.answered_at is None else None


def rule_of(meeting) -> str:
    """The rule a council's meeting was planned by, told by its number; the first that gives it."""
    seats = len(seats_of(meeting.council_id)) if meeting.council_id else 0
    return next((name for name in QUORUMS if of_council(name, seats) == meeting.quorum), "")


def columns_of(form: PlanForm) -> dict:
    """The columns of a meeting as the form says; those its kind does not ask for are left alone."""
    venue_id = form.value("venue") or None
    venue = dict(form.venue.choices).get(venue_id, "") if venue_id else ""
    values = {
        "title": form.title.data.strip(), "why": (form.why.data or "").strip(), "venue_id": venue_id,
        "where_held": (form.where_held.data or "").strip() or venue, "starts_at": form.starts_at.moment,
        "minutes_planned": form.minutes_planned.data,
    }  # fmt: skip
    if "council" in form:
        values["council_id"] = form.council.data
        values["quorum"] = of_council(form.quorum_rule.data, len(seats_of(form.council.data)))
    else:
        values["quorum"] = form.value("quorum") or 0
    if "place" in form:
        values["place_id"] = form.place.data
    return values


def prepare(community, form: PlanForm, *, by, about=None, wish=None):
    """Write the meeting down with its agenda and the bodies ticked; a round table may begin at once.

    Args: wish — the request it answers.
    """
    about = about or {}
    thread = next((row.thread_id for row in about.values() if row.thread_id), None)
    numbers = {column: row.id for column, row in about.items()}
    if not may_hold(by, community):  # the street calls, somebody of the community holds
        numbers["chair_id"] = None
    meeting = workflow.prepare(
        community, by=by, kind=form.chosen, items=form.points, thread_id=thread,
        notice_days=RULES[form.chosen].notice_days, **columns_of(form), **numbers,
    )  # fmt: skip
    calling.invite(meeting, {*(form.value("bodies") or ()), *calling.due_to_come(meeting)}, by=by)
    if wish is not None:
        calling.answer_request(wish, by=by, meeting=meeting)
    if form.value("now"):
        workflow.open_meeting(meeting, by=by)
    return meeting
