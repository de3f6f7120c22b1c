"""Before something is taken down: notice to whoever it concerns, their private reply; a visit afterwards."""

from flask_babel import gettext as _

from civic.database import local_today, utcnow
from civic.dispatch import exception_queries, queries
from civic.dispatch.affected_models import AffectedNotice, AffectedReply, ReturnVisit, fingerprint, new_salt
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.workflow import act, record

MOST_REPLIES = 10  # a notice

NOTIFIED = act("affected_notice.given", public={"body", "on", "not_before", "how"})
HEARD = act("affected_notice.answered")
VISITED = act("affected_notice.visited", public={"body", "on"})


def give_notice(order, leg, *, by, whom, what, why, offer, given_on, given_how, not_before) -> AffectedNotice:
    """Whoever it concerns was told why, what else is offered, and the day before which nothing happens.

    Raises Refused without words, for a day to come, or a removal before the notice.
    """
    if not leg.is_open:
        raise Conflict(_("This part is not being worked on now."), _("Look at it once more."))
    if not all(words.strip() for words in (whom, what, why, offer)):
        raise Refused(_("Say whom it concerns, what has to go, why, and what else you offer."))
    if given_on > local_today():
        raise Refused(_("That day has not come yet."), _("Write it down once they have been told."))
    if not_before < given_on:
        raise Refused(_("Nothing is taken down before the notice."), _("Choose that day or a later one."))
    notice = AffectedNotice(
        **exception_queries.of_order(order), leg_id=leg.id, body_id=leg.body_id, token_salt=new_salt(),
        whom=whom.strip(), what=what.strip(), why=why.strip(), offer=offer.strip(), given_on=given_on,
        given_how=given_how, not_before=not_before, given_by=by.id, created_at=utcnow(),
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    notice.token_lookup = fingerprint(notice.token)
    public = {"body": leg.body_id, "on": given_on.isoformat(), "not_before": not_before.isoformat()}
    _record(NOTIFIED, notice, by, public | {"how": given_how.value})
    return notice


def hear(notice, *, words) -> AffectedReply:
    """Whoever holds the notice answers, in private. The record says that, and neither what nor about what."""
    if not words.strip():
        raise Refused(_("There are no words yet."), _("Say in a sentence or two what you think of it."))
    if exception_queries.count_replies(notice.id) >= MOST_REPLIES:
        raise TooMany(
            _("You have answered ten times already."), _("Please call the body that told you."), 3600
        )
    reply = AffectedReply(
        notice_id=notice.id, community_id=notice.community_id, words=words.strip(), created_at=utcnow()
    )
    db.session.add(reply)
    record(HEARD, subject=notice, community_id=notice.community_id)
    return reply


def note_visit(notice, *, by, visited_on, finding) -> ReturnVisit:
    """回头看: somebody went there afterwards. Raises Refused before anything was taken down."""
    leg = exception_queries.leg_of(notice)
    if not leg.removes or leg.replied_at is None:
        raise Refused(
            _("Nothing has been taken down yet."), _("Visit once it has been done, and note it here.")
        )
    if not notice.given_on <= visited_on <= local_today():
        raise Refused(_("Write down a day between the notice and today."))
    if not finding.strip():
        raise Refused(_("Say in a sentence what you found."))
    body_id = next(iter(by.body_ids & {leg.body_id}), None)
    visit = ReturnVisit(
        notice_id=notice.id, visited_on=visited_on, finding=finding.strip(), body_id=body_id,
        visited_by=by.id, created_at=utcnow(),
    )  # fmt: skip
    db.session.add(visit)
    _record(VISITED, notice, by, {"body": body_id, "on": visited_on.isoformat()})
    return visit


def _record(verb, notice, by, public):
    record(verb, subject=notice, thread=queries.thread_of(notice), by=by, public=public)
