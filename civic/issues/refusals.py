"""Verbs that end an issue early — redirect, merge, decline — and the appeal against each."""

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, literal, select, update

from civic.database import utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues import policies, summaries
from civic.issues.kinds import Urgency
from civic.issues.models import Issue, IssueAppeal, Support
from civic.issues.queries import thread_of, with_community
from civic.issues.states import REFUSED, IssueState
from civic.issues.suggestions import suggest
from civic.issues.workflow import move, show_status
from civic.ledger.workflow import act, record
from civic.threads import workflow as threads
from civic.threads.models import Seal, SealState

REDIRECTED = act("issue.redirected", public={"to"})
MERGED = act("issue.merged", public={"into", "supports"})
DECLINED = act("issue.declined", public={"code"})
APPEALED = act("issue.appealed", public={"against"})
APPEAL_RULED = act("issue.appeal_ruled", public={"upheld"})


def redirect(issue, *, by, channel, words):
    """It belongs to another lawful channel: say which, and how to get there."""
    move(issue, IssueState.REDIRECTED)
    issue.redirected_to, issue.declined_reason, issue.refused_by = channel, words, by.id
    record(REDIRECTED, subject=issue, thread=thread_of(issue), by=by, public={"to": channel.value})
    _end_early(issue)


def decline(issue, *, by, code, words):
    """It cannot be handled: a reason code and the reason in plain words."""
    move(issue, IssueState.DECLINED)
    issue.declined_code, issue.declined_reason, issue.refused_by = code, words, by.id
    record(DECLINED, subject=issue, thread=thread_of(issue), by=by, public={"code": code.value})
    _end_early(issue)


def merge(issue, *, by, into):
    """It is the same matter as `into`: supports are carried over, its reporter's household, too.

    Raises Refused when `into` cannot carry it: itself, another community's, ended or merged.
    """
    if into.id == issue.id or into.community_id != issue.community_id:
        raise Refused(_("It can only be joined to another issue of this community."))
    if into.state in REFUSED | {IssueState.CONFIRMED}:
        raise Refused(
            _("Issue %(no)s has ended already.", no=into.id), _("Choose one that is still being handled.")
        )
    if into.state is IssueState.DELIBERATING and _is_pressing(issue):
        raise Refused(
            _("An urgent issue cannot be parked in deliberation."),
            _("Put somebody on it now; talk about the causes afterwards, in an issue of its own."),
        )
    move(issue, IssueState.MERGED)
    issue.duplicate_of_id, issue.refused_by = into.id, by.id
    db.session.execute(update(Issue).where(Issue.duplicate_of_id == issue.id).values(duplicate_of_id=into.id))
    carried = _carry_supports(issue, into)
    thread = thread_of(issue)
    summaries.take_back(issue)
    record(MERGED, subject=issue, thread=thread, by=by, public={"into": into.id, "supports": carried})
    threads.merge(thread, into=thread_of(into))
    show_status(into, into.status)
    db.session.refresh(issue, ["status"])


def _is_pressing(issue):
    """Urgent, or by its words as long as nobody has sorted it (I4)."""
    urgency = issue.urgency or suggest(issue.body_raw).urgency
    return urgency is Urgency.URGENT


def appeal(issue, *, by, words):
    """The reporter asks that somebody else look at the refusal; once for each refusal."""
    if not policies.speaks_for(by, issue):
        raise NotAllowed(_("Only the resident who raised it can ask for a second look."))
    if issue.state not in REFUSED:
        raise Conflict(_("This issue is being handled again."), _("Look at it once more."))
    earlier = db.session.scalar(
        select(func.count()).where(
            IssueAppeal.issue_id == issue.id,
            IssueAppeal.against == issue.state,
            IssueAppeal.upheld.isnot(True),
        )
    )
    if earlier:
        raise Conflict(
            _("A second look was asked for already."), _("You can always call 12345 about this, too.")
        )
    asked = IssueAppeal(issue_id=issue.id, appellant_id=by.id, against=issue.state, words=words)
    db.session.add(asked)
    issue.version += 1
    record(APPEALED, subject=issue, thread=thread_of(issue), by=by, public={"against": issue.state.value})
    return asked


def rule(asked, *, issue, by, upheld, words):
    """Somebody who did not refuse it rules; upheld, it is received again and sorted anew."""
    if not policies.may_rule(by, with_community(issue)):
        raise NotAllowed(
            _("Whoever refused an issue cannot rule on the appeal."), _("Ask a colleague to look at it.")
        )
    if asked.ruled_at is not None or asked.against is not issue.state:
        raise Conflict(_("Somebody has ruled on this appeal already."), _("Look at the issue once more."))
    asked.upheld, asked.ruling_words, asked.ruled_by, asked.ruled_at = upheld, words, by.id, utcnow()
    issue.version += 1
    thread = thread_of(issue)
    record(APPEAL_RULED, subject=issue, thread=thread, by=by, public={"upheld": upheld})
    if upheld:
        _receive_again(issue, thread)


def _receive_again(issue, thread):
    if issue.state is IssueState.MERGED:
        _return_supports(issue)
        thread.merged_into_id = None
    move(issue, IssueState.RECEIVED)
    issue.declined_code = issue.declined_reason = issue.redirected_to = issue.duplicate_of_id = None
    threads.expect(thread, Seal.DISPATCH, Seal.ACT, Seal.REVIEW)
    threads.stamp(thread, Seal.INTAKE, SealState.NOW, status=issue.status)


def _end_early(issue):
    summaries.take_back(issue)
    thread = thread_of(issue)
    threads.stamp(thread, Seal.REVIEW, SealState.NOW, status=issue.status)
    threads.stamp(thread, Seal.REVIEW, SealState.DONE, status=issue.status)


def _carry_supports(issue, into):
    """Copy the supports that `into` lacks; returns how many. Two statements, whatever the number."""
    there = select(Support.household_id).where(Support.issue_id == into.id)
    mine = select(
        literal(into.id), Support.household_id, Support.person_id, literal(issue.id), Support.created_at
    ).where(Support.issue_id == issue.id, Support.household_id.not_in(there))
    if into.reporter_household_id is not None:
        mine = mine.where(Support.household_id != into.reporter_household_id)
    columns = ["issue_id", "household_id", "person_id", "carried_from_id", "created_at"]
    copied = insert(Support).from_select(columns, mine).returning(Support.id)
    carried = len(db.session.execute(copied).all())  # psycopg gives no row count for INSERT … SELECT
    home = issue.reporter_household_id
    if home is not None and home != into.reporter_household_id:
        carried += _add_support(issue, into, home)
    into.supports += carried
    return carried


def _add_support(issue, into, household_id):
    known = select(Support.id).where(Support.issue_id == into.id, Support.household_id == household_id)
    if db.session.scalar(known) is not None:
        return 0
    db.session.add(
        Support(
            issue_id=into.id,
            household_id=household_id,
            person_id=issue.reporter_id,
            carried_from_id=issue.id,
        )
    )
    return 1


def _return_supports(issue):
    into = db.session.get(Issue, issue.duplicate_of_id, with_for_update=True)
    carried = (Support.issue_id == into.id) & (Support.carried_from_id == issue.id)
    into.supports -= db.session.execute(delete(Support).where(carried)).rowcount
