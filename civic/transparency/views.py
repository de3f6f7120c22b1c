"""The pages anybody reads: home, the thread of an issue, its poster, help and trust."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.dispatch.exception_queries import listed_entry_of
from civic.dispatch.exception_readers import latest_extension_of
from civic.dispatch.incident_clock import spelled
from civic.dispatch.shown_clocks import parts_in_hand
from civic.dispatch.urgent_queries import incidents_of
from civic.errors import NotFound
from civic.issues import policies as issue_policies
from civic.issues import queries as issues
from civic.issues.forms import CommentForm
from civic.issues.photos import photos_of, released_of
from civic.meetings.policies import may_meet_about
from civic.notifications.queries import is_muted
from civic.rendering import render
from civic.submissions import OnceForm
from civic.threads.models import Status
from civic.transparency import queries
from civic.transparency.story import parts_of, timeline_of
from civic.votes.promises import PROMISES

bp = Blueprint("transparency", __name__)


@bp.get("/")
@requires(anyone)
def home():
    """How the neighbourhood stands."""
    return render(
        "transparency/home.html",
        state=queries.state_of_neighbourhood(),
        going_on=queries.going_on(),
        latest=queries.latest_issues(),
        decisions=queries.latest_decisions(),
    )


@bp.get("/issues/<int:no>")
@requires(anyone, on=issues.issue_for_page)
def thread(issue):
    """The whole story of one issue."""
    main = issue.duplicate_of if issue.duplicate_of_id else issue
    comments = issues.comments_of(issue, request.args.get("after")) if issue.is_told else None
    mine = issues.supporting_household(issue, current_user)
    return render(
        "transparency/thread.html",
        issue=issue,
        thread=issue.thread,
        parts=parts_of(main.thread_id, issue.id if issue.is_told else 0),
        lines=timeline_of(issue.thread_id),
        comments=comments,
        photos=photos_of(issue) if issue.is_told else [],
        mine=mine,
        **_order_says(issue),
        policies=issue_policies,
        may_meet=may_meet_about,
        muted=_is_muted(issue, mine),
        **(_forms(issue) | _minutes(issue)),
    )


def _is_muted(issue, mine):
    """None for whoever is told nothing about it anyway."""
    if not mine and not issue_policies.speaks_for(current_user, issue):
        return None
    return is_muted(current_user.id, issue.thread_id)


def _order_says(issue):
    """Who has which part; why it cannot be done yet, in public; and to whoever raised it: more time."""
    order_id = issue.work_order_id
    mine = issue_policies.speaks_for(current_user, issue)
    stuck = order_id and issue.is_told and issue.status is Status.NOT_NOW
    return {
        "in_hand": parts_in_hand(order_id) if order_id and (issue.is_told or mine) else [],
        "stuck": listed_entry_of(order_id) if stuck else None,
        "longer": latest_extension_of(order_id) if order_id and mine else None,
    }


def _minutes(issue):
    """What happened on the spot, of an urgent issue that is told: bodies and minutes."""
    shown = issue.is_told and issue.is_urgent
    incidents = incidents_of(issue.id) if shown else []
    pictures = released_of("incident", [each.id for each in incidents])
    return {"incidents": incidents, "pictures": pictures, "spelled": spelled}


def _forms(issue):
    """Forms only for whoever may use one: a stranger's page carries none."""
    if not current_user.is_authenticated:
        return {"comment_form": None, "button": None}
    may_write = issue_policies.may_comment(current_user, issue)
    return {"comment_form": CommentForm() if may_write else None, "button": OnceForm()}


@bp.get("/issues/<int:no>/poster")
@requires(anyone, on=issues.issue_for_page)
def poster(issue):
    """One A4 page for the notice board."""
    if not issue.is_told:
        raise NotFound(None)
    return render(
        "transparency/poster.html", issue=issue, thread=issue.thread, lines=timeline_of(issue.thread_id)
    )


TOLD_AT = {"topic": "topics.show", "issue": "transparency.thread", "whistle": "action_items.whistle"}


@bp.get("/threads/<int:thread_id>")
@requires(anyone)
def by_thread(thread_id):
    """Lead on to the page that tells this matter."""
    found = queries.address_of_thread(thread_id)
    if found is None:
        raise NotFound(None)
    kind, number = found
    return redirect(url_for(TOLD_AT[kind], no=number), 303)


@bp.get("/help")
@requires(anyone)
def help_page():
    """How this works, in the order a neighbour would ask."""
    return render("transparency/help_page.html")


ALWAYS = ("phone", "beside", "pages", "wrong_roll", "few", "fit")  # limits of every vote held here


@bp.get("/trust")
@requires(anyone)
def trust():
    """What this site promises, what it cannot, and how to check."""
    return render("transparency/trust.html", limits=[one.words for one in PROMISES if one.name in ALWAYS])
