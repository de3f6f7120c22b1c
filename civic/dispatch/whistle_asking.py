"""Asking for a whistle: what stands on the sheet before the street says yes. Nothing is public yet."""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import CallState, Gathering, WhistleKind, WhistleState
from civic.errors import Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread
from civic.threads.workflow import open_thread

REQUESTED = act("whistle.requested", public={"kind", "calls", "border"})


def request(*, by, community, bodies, kind, title, summary, asked, gather_place, **more) -> Whistle:
    """A community, a street or a department asks for a whistle; nothing is public yet.

    Args: more — alias, gathering, gather_at, report_by, crosses_border, needs_decider, background,
    second_street (a Place), issue, asking_body (the department). Raises Refused for missing words, bodies
    or a second street.
    """
    second, issue = more.pop("second_street", None), more.pop("issue", None)
    asker = more.pop("asking_body", None)
    words = {"title": title, "summary": summary, "asked": asked, "gather_place": gather_place}
    _guard_request(words, bodies, community, second, more)
    street = queries.place(community.parent_id)
    whistle = Whistle(
        community_id=community.id,
        street_id=street.id,
        district_id=street.parent_id,
        second_street_id=second.id if second else None,
        second_district_id=second.parent_id if second else None,
        thread_id=issue.thread_id
        if issue
        else open_thread(community_id=community.id, area_id=community.id).id,
        issue_id=issue.id if issue else None,
        kind=WhistleKind(kind),
        state=WhistleState.DRAFTED,
        requested_by=by.id if by else None,
        asked_by_body_id=asker.id if asker else None,
        version=1,
        **{key: value.strip() for key, value in words.items()},
        **{"background": "", **more},
    )
    db.session.add(whistle)
    db.session.flush()
    for body in bodies:
        db.session.add(WhistleCall(whistle_id=whistle.id, body_id=body.id, state=CallState.CALLED, version=1))
    public = {"kind": whistle.kind.value, "calls": len(bodies), "border": bool(whistle.crosses_border)}
    record(REQUESTED, subject=whistle, thread=db.session.get(Thread, whistle.thread_id), by=by, public=public)
    return whistle


def _guard_request(words, bodies, community, second, more):
    if not all(each and each.strip() for each in words.values()):
        raise Refused(
            _("There are no words yet."),
            _("Say what it is about, what is asked and where people shall come."),
        )
    refuse_ended(bodies)
    if not bodies:
        raise Refused(_("A whistle calls somebody."), _("Choose who must come."))
    if more.get("crosses_border") and second is None:
        raise Refused(
            _("A spot on the border of two districts needs a second lead street."),
            _("Name the street next door."),
        )
    if second is not None and second.id == community.parent_id:
        raise Refused(
            _("The second lead street must be another one."), _("Choose the street next door, or none.")
        )
    if more.get("report_by") and more["report_by"] <= utcnow():
        raise Refused(
            _("That moment has passed."), _("Choose a later one, or leave it empty for the usual time.")
        )
    if more.get("gathering") == Gathering.MEETING and not more.get("gather_at"):
        raise Refused(
            _("A meeting needs its day and hour."),
            _("Write down when it begins; residents are invited to it."),
        )


def refuse_ended(bodies) -> None:
    """A dissolved body takes nothing new. Raises Refused naming it."""
    for body in bodies:
        if body.ended_on is not None:
            raise Refused(
                _("%(body)s does not exist any more.", body=body.short_name),
                _("Call the body that took over."),
            )
