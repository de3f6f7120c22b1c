"""Verbs of everybody else: 我家也这样 and comments, once the summary is public."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from civic.database import utcnow
from civic.errors import Conflict, NotAllowed, Refused, TooMany
from civic.extensions import db
from civic.issues import policies
from civic.issues.models import Comment, Support, Voice
from civic.issues.queries import thread_of
from civic.ledger.workflow import act, record

MAX_COMMENT = 1000
NEW_ACCOUNT = timedelta(days=1)
NEW_ACCOUNT_COMMENTS = 3

SUPPORTED = act("issue.supported")
SUPPORT_WITHDRAWN = act("issue.support_withdrawn")
COMMENTED = act("issue.commented")


def support(issue, *, by, household_id):
    """This household says 我家也这样: once an issue, whoever of them says it."""
    if not policies.may_support(by, issue) or household_id not in by.household_ids:
        raise NotAllowed(
            _("Only neighbours of this community whose home is checked can add themselves."),
            _("Join your household first, with the slip from your door or at the community office."),
        )
    if by.id == issue.reporter_id:
        raise Refused(_("You raised this yourself; your home counts already."))
    try:
        with db.session.begin_nested():
            db.session.add(Support(issue_id=issue.id, household_id=household_id, person_id=by.id))
    except IntegrityError:
        raise Conflict(_("Your household has said so already."), _("One household counts once.")) from None
    issue.supports += 1
    record(SUPPORTED, subject=issue, thread=thread_of(issue), by=by)


def withdraw_support(issue, *, by, household_id):
    """Take it back; anybody of the household may."""
    found = db.session.scalar(select(Support).filter_by(issue_id=issue.id, household_id=household_id))
    if found is None or household_id not in by.household_ids:
        raise Conflict(_("Your household has not said so."), _("Look at the issue once more."))
    db.session.delete(found)
    issue.supports -= 1
    record(SUPPORT_WITHDRAWN, subject=issue, thread=thread_of(issue), by=by)


def comment(issue, *, by, words, place_id=None, author_since=None):
    """Add a remark in the voice its author has here; `place_id` is their building.

    Raises Refused on empty or overlong words, TooMany for the fourth of an account's first day.
    """
    words = words.strip()
    if not policies.may_comment(by, issue):
        raise NotAllowed(_("You can read this, but not comment on it."))
    if not words or len(words) > MAX_COMMENT:
        raise Refused(_("A comment has 1 to %(most)s characters.", most=MAX_COMMENT))
    _slow_down_new_accounts(by, author_since)
    voice, body_id = _voice(issue, by)
    remark = Comment(
        issue_id=issue.id,
        author_id=by.id,
        voice=voice,
        body=words,
        body_id=body_id,
        place_id=place_id if voice is Voice.RESIDENT else None,
    )
    db.session.add(remark)
    issue.comments_count += 1
    record(COMMENTED, subject=remark, thread=thread_of(issue), by=by, community_id=issue.community_id)
    return remark


def _voice(issue, by):
    """Whoever raised it never shows a nickname beside it: that would name the reporter."""
    if policies.speaks_for(by, issue):
        return Voice.REPORTER, None
    if policies.may_triage(by, issue):
        return Voice.STAFF, None
    if policies.handles(by, issue):
        return Voice.BODY, issue.handler_body_id
    return Voice.RESIDENT, None


def _slow_down_new_accounts(by, since):
    if since is None or utcnow() - since > NEW_ACCOUNT:
        return
    day_ago = utcnow() - NEW_ACCOUNT
    lately = select(func.count()).where(Comment.author_id == by.id, Comment.created_at > day_ago)
    if db.session.scalar(lately) >= NEW_ACCOUNT_COMMENTS:
        raise TooMany(
            _("A new account can write three comments on its first day."),
            _("Please come back tomorrow; your words are below."),
            retry_after=3600,
        )
