"""The verbs that move an issue: guard, change, ledger entry, seal. They never commit.

Only this file writes `state`. Summary verbs are in summaries.py, supports and comments in
voices.py, refusals and appeals in refusals.py.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update

from civic.database import SHANGHAI, utcnow
from civic.errors import Conflict, NotAllowed, Refused, TooMany
from civic.extensions import db
from civic.issues import photos, policies, search, summaries
from civic.issues.answer_clock import answer_due
from civic.issues.kinds import REOPEN_PERIOD, Channel, IssueKind, SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.queries import thread_of
from civic.issues.states import BY_CORRECTION, WAITING, IssueState
from civic.ledger.workflow import act, record
from civic.threads import workflow as threads
from civic.threads.models import Seal, SealState, Status, Thread

MAX_WORDS = 5000  # characters
A_DAY = 20  # issues one person may raise or write down within 24 hours
A_DAY_AT_A_DESK = 300  # that staff at a telephone or a counter may write down for others

SUBMITTED = act("issue.submitted", public={"channel", "visibility"})
ACCEPTED = act("issue.accepted", public={"kind", "category", "urgency", "due"})
PROMOTED = act("issue.promoted")
HANDED_BACK = act("issue.handed_back", public={"from"})
VOTING_SHOWN = act("issue.voting_shown", public={"open"})
PUT_IN_ACTION = act("issue.put_in_action", public={"body", "due"})
ANSWERED = act("issue.answered", public={"evidence"})
ANSWER_ADDED_TO = act("issue.answer_added_to")
CONFIRMED = act("issue.confirmed", public={"channel"})
TAKEN_BACK = act("issue.confirmation_taken_back", public={"channel"})
REOPENED = act("issue.reopened", public={"from", "channel"})


def _gone_on(issue):
    return Conflict(
        _("This has moved on in the meantime: it is now “%(state)s”.", state=issue.state.label),
        _("Look at it once more before you act; what you typed is below."),
    )


def move(issue, state):
    """Set the state the transition table allows, with clock, word and version; else 409.

    For the verbs of this room only: each records its own act and stamps its own seal.
    """
    if not issue.can_become(state):
        raise _gone_on(issue)
    _become(issue, state)


def _become(issue, state):
    was, issue.state = issue.state, state
    if state not in WAITING:
        issue.waiting_since = None
    elif was not in WAITING:
        issue.waiting_since = issue.raised_at
    issue.version += 1
    show_status(issue, state.status)


def show_status(issue, status):
    """Write the resident's word on the issue and on every issue merged into it."""
    issue.status = status
    duplicates = (Issue.duplicate_of_id == issue.id) & (Issue.state == IssueState.MERGED)
    db.session.execute(update(Issue).where(duplicates).values(status=status))
    db.session.execute(update(Thread).where(Thread.merged_into_id == issue.thread_id).values(status=status))


def local_day(moment: datetime):
    """The day in Shanghai on which a moment falls: seals carry days."""
    return moment.astimezone(SHANGHAI).date()


def submit(
    *,
    words,
    community_id,
    place_id,
    visibility,
    reporter=None,
    household_id=None,
    contributed_by=None,
    on_behalf_of="",
    channel=Channel.WEB,
    draft=None,
):
    """A resident's words become an issue with a public number; photos of the draft come along.

    Args: reporter — Person or None when written down for somebody without an account;
    contributed_by — the Person who wrote it down. Raises Refused on empty or overlong words.
    """
    words = words.strip()
    if not words:
        raise Refused(_("There are no words yet."), _("Say in one sentence what happened and where."))
    if len(words) > MAX_WORDS:
        raise Refused(
            _("That is more than %(most)s characters.", most=MAX_WORDS),
            _("Shorten it a little: where, what, since when. Everything you typed is kept."),
        )
    _slow_down(reporter or contributed_by)
    now = utcnow()
    thread = threads.open_thread(community_id=community_id, area_id=community_id)
    issue = Issue(
        thread_id=thread.id, community_id=community_id, area_id=community_id, place_id=place_id,
        body_raw=words,
        reporter_id=reporter.id if reporter else None, reporter_household_id=household_id,
        contributed_by=contributed_by.id if contributed_by else None, on_behalf_of=on_behalf_of,
        channel=channel, visibility=visibility, raised_at=now, created_at=now,
        state=IssueState.DRAFT, summary_state=SummaryState.NONE, version=0, supports=0, comments_count=0,
    )  # fmt: skip
    db.session.add(issue)
    db.session.flush()
    move(issue, IssueState.RECEIVED)
    if draft is not None:
        photos.move_photos(draft, issue)
    search.index_own_words(issue)
    public = {"channel": channel.value, "visibility": visibility.value}
    record(SUBMITTED, subject=issue, thread=thread, by=contributed_by or reporter, public=public)
    return issue


def _slow_down(person):
    day_ago = utcnow() - timedelta(days=1)
    mine = or_(Issue.reporter_id == person.id, Issue.contributed_by == person.id)
    most = A_DAY_AT_A_DESK if policies.sits_at_a_desk(person) else A_DAY
    if db.session.scalar(select(func.count(Issue.id)).where(mine, Issue.created_at > day_ago)) >= most:
        raise TooMany(
            _("You have raised %(most)s issues within a day.", most=most),
            _("Your draft is kept for a week. For something that cannot wait, please call."),
            retry_after=3600,
        )


def accept(issue, *, by, kind, category, urgency, title, summary, place_id=None):
    """Staff take it on: kind, `top.leaf` category, urgency, place, and the public summary.

    The clock to the first answer starts here. A report of a breach (举报) is always for its
    handlers only. The summary is shown to the reporter first, see summaries.show.
    """
    move(issue, IssueState.ACCEPTED)
    now = utcnow()
    issue.kind, issue.urgency, issue.accepted_at = kind, urgency, now
    issue.category, _dot, leaf = category.partition(".")
    issue.subcategory = leaf or None
    issue.due_at = answer_due(urgency, now)
    issue.place_id = place_id or issue.place_id
    issue.asked_question = None
    if kind is IssueKind.REPORT and issue.visibility is not Visibility.HANDLERS_ONLY:
        issue.visibility = Visibility.HANDLERS_ONLY
        summaries.close(issue)
    # The day people say: 24:00 belongs to the day that ends, as on the order that follows.
    thread, due = thread_of(issue), local_day(issue.due_at - timedelta(microseconds=1))
    public = {"kind": kind.value, "category": category, "urgency": urgency.value, "due": due.isoformat()}
    record(ACCEPTED, subject=issue, thread=thread, by=by, public=public)
    threads.stamp(thread, Seal.DISPATCH, SealState.NOW, due_on=due, status=issue.status)
    if issue.summary_state is not SummaryState.RELEASED:  # taken up again after an appeal: it stands
        summaries.show(issue, by=by, title=title, summary=summary)


def promote(issue, *, by):
    """It needs talking over: the issue waits for its topic. Refused for urgent ones (I4)."""
    if issue.is_urgent:
        raise Refused(
            _("An urgent issue cannot be parked in deliberation."),
            _("Put somebody on it now; talk about the causes afterwards, in an issue of its own."),
        )
    move(issue, IssueState.DELIBERATING)
    thread = thread_of(issue)
    record(PROMOTED, subject=issue, thread=thread, by=by)
    threads.expect(thread, Seal.DELIBERATE, Seal.DECIDE, Seal.ACT, Seal.REVIEW)
    threads.stamp(thread, Seal.DELIBERATE, SealState.NOW, status=issue.status)


def show_voting(issue, *, by, is_open):
    """While its topic is being voted on, residents read 投票中; the state stays deliberating."""
    if issue.state is not IssueState.DELIBERATING:
        raise Conflict(_("This issue is not in deliberation."), _("Look at it once more."))
    show_status(issue, Status.VOTING if is_open else issue.state.status)
    thread = thread_of(issue)
    record(VOTING_SHOWN, subject=issue, thread=thread, by=by, public={"open": is_open})
    seal = Seal.DECIDE if is_open else Seal.DELIBERATE
    threads.stamp(thread, seal, SealState.NOW, status=issue.status)


def hand_back(issue, *, by):
    """Its topic or action item ended without doing it: accepted again, to be scheduled anew."""
    was = issue.state
    move(issue, IssueState.ACCEPTED)
    thread = thread_of(issue)
    record(HANDED_BACK, subject=issue, thread=thread, by=by, public={"from": was.value})
    threads.stamp(thread, thread.stage, SealState.TODO)
    threads.stamp(thread, Seal.DISPATCH, SealState.NOW, status=issue.status)


def put_in_action(issue, *, by, body, due_on, helpers=()):
    """Somebody does it now: `body` until `due_on` (a day), `helpers` beside it.

    A further action item only renews both.
    """
    if issue.state is not IssueState.ACTING:
        move(issue, IssueState.ACTING)
    issue.handler_body_id, issue.helper_body_ids = body.id, [each.id for each in helpers]
    thread = thread_of(issue)
    public = {"body": body.id, "due": due_on.isoformat()}
    record(PUT_IN_ACTION, subject=issue, thread=thread, by=by, public=public)
    threads.expect(thread, Seal.ACT, Seal.REVIEW)
    threads.stamp(thread, Seal.ACT, SealState.NOW, holder=body, due_on=due_on, status=issue.status)


def answer(issue, *, by, words, evidence=0):
    """Tell the reporter what was done, in public words; `evidence` counts the photos that show it.

    Raises Refused without words: no issue closes without a reply (I1).
    """
    if not words.strip():
        raise Refused(_("An answer needs words."), _("Say in a sentence or two what was done."))
    move(issue, IssueState.ANSWERED)
    issue.answer_public, issue.answered_at = words.strip(), utcnow()
    thread = thread_of(issue)
    record(ANSWERED, subject=issue, thread=thread, by=by, public={"evidence": evidence})
    threads.expect(thread, Seal.REVIEW)
    threads.stamp(thread, Seal.REVIEW, SealState.NOW, status=issue.status)


def add_to_answer(issue, *, by, words):
    """More was done after the answer: the public words are these from now on; nothing else moves."""
    issue.answer_public = words.strip()
    record(ANSWER_ADDED_TO, subject=issue, thread=thread_of(issue), by=by)


def confirm(issue, *, by):
    """The reporter, and nobody else, says it is solved; under a work order not even who wrote it down."""
    if not policies.speaks_for(by, issue) or not policies.may_rate(by, issue):
        raise NotAllowed(_("Only the resident who raised it can say that it is solved."))
    _confirm(issue, by, "own")


def confirm_by_callback(issue, *, channel):
    """The resident said so when asked how it went; the callback has made sure that it was them (I7)."""
    _confirm(issue, None, channel)


def _confirm(issue, by, channel):
    move(issue, IssueState.CONFIRMED)
    issue.confirmed_at = utcnow()
    thread = thread_of(issue)
    record(CONFIRMED, subject=issue, thread=thread, by=by, public={"channel": channel})
    threads.stamp(thread, Seal.REVIEW, SealState.DONE, status=issue.status)


def take_back_confirmation(issue, *, channel):
    """The resident changed the answer that had confirmed it: it stands as after a first "no", answered and
    not solved. Whether it is taken up again they say themselves, as then."""
    if issue.state not in BY_CORRECTION:
        raise _gone_on(issue)
    _become(issue, BY_CORRECTION[issue.state])
    issue.confirmed_at = None
    thread = thread_of(issue)
    record(TAKEN_BACK, subject=issue, thread=thread, public={"channel": channel})
    threads.stamp(thread, Seal.REVIEW, SealState.DONE, status=issue.status)


def reopen(issue, *, by, words):
    """The reporter says it is not solved: from the answer on, and 30 days after a confirmation."""
    if not policies.speaks_for(by, issue):
        raise NotAllowed(_("Only the resident who raised it can reopen it."))
    _reopen(issue, by, words, "own")


def reopen_by_callback(issue, *, channel):
    """In one tap after a callback; what is still not right they have said there, if they wanted to."""
    _reopen(issue, None, None, channel)


def _reopen(issue, by, words, channel):
    was = issue.state
    if was is IssueState.CONFIRMED and utcnow() > issue.confirmed_at + REOPEN_PERIOD:
        raise Refused(
            _("It was confirmed more than 30 days ago."), _("Please raise it anew; we link the two.")
        )
    move(issue, IssueState.REOPENED)
    issue.reopen_reason, issue.confirmed_at = words, None
    thread = thread_of(issue)
    threads.stamp(thread, Seal.REVIEW, SealState.TODO)
    threads.stamp(thread, Seal.ACT, SealState.NOW, holder=None, status=issue.status)
    # Last: action items listen and name who has it again.
    public = {"from": was.value, "channel": channel}
    record(REOPENED, subject=issue, thread=thread, by=by, public=public)
