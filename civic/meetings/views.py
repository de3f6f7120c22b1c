"""What is called, what goes on, what was held: lists and the page of a meeting. Public."""

from flask import request
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.errors import NotFound
from civic.meetings import queries, showing
from civic.meetings.blueprint import meetings as bp
from civic.meetings.calling_queries import drafts_of
from civic.meetings.parts import parts_of
from civic.meetings.policies import may_plan_somewhere, may_run, may_see_draft
from civic.meetings.states import MeetingState
from civic.places.queries import community
from civic.rendering import render

__all__ = ["bp"]


@bp.get("")
@requires(anyone)
def index():
    """What comes next, then everything that was held, the latest first."""
    here = community()
    page = queries.meeting_page(here.id, request.args.get("after"))
    ahead = [] if request.args.get("after") else queries.meetings_ahead(here.id)
    return render(
        "meetings/index.html", community=here, ahead=ahead, page=page, may_ask=bool(current_user.body_ids),
        may_plan=may_plan_somewhere(current_user), drafts=drafts_of(current_user, here),
    )  # fmt: skip


@bp.get("/<int:no>")
@requires(anyone, on=queries.meeting_or_404)
def show(meeting):
    """A meeting; before it is called only those who prepare it see it."""
    if meeting.state == MeetingState.DRAFTED and not may_see_draft(current_user, meeting):
        raise NotFound(None)
    return render(
        "meetings/show.html",
        meeting=meeting,
        may_run=may_run(current_user, meeting),
        parts=parts_of(meeting, current_user),
        **showing.context(meeting, current_user),
    )
