"""Verbs of the public summary: shown to the reporter first, then released with title and place.

It becomes public when the reporter agrees, or 24 hours after it was shown without an objection.
An objection sends it back to staff; the new wording starts a new 24 hours. Nothing is ever
released against an open objection, or of an issue that was refused meanwhile.
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.issues import policies, search
from civic.issues.kinds import OBJECTION_PERIOD, IssueKind, SummaryState, Visibility
from civic.issues.queries import public_area_id, thread_of
from civic.issues.states import TAKEN_UP
from civic.ledger.workflow import act, record
from civic.threads import workflow as threads

SUMMARY_SHOWN = act("issue.summary_shown")
SUMMARY_OBJECTED = act("issue.summary_objected")
SUMMARY_RELEASED = act("issue.summary_released", public={"agreed"})
VISIBILITY_CHOSEN = act("issue.visibility_chosen", public={"visibility"})


def show(issue, *, by, title, summary):
    """Write the summary; a public one is shown to the reporter and waits for 24 hours."""
    if issue.summary_state is SummaryState.RELEASED:
        raise Conflict(
            _("The summary is public already."), _("Write a comment if something needs to be added.")
        )
    issue.summary_title, issue.summary_public = title.strip(), summary.strip()
    issue.summary_by, issue.summary_objection = by.id, None
    public = issue.visibility is Visibility.PUBLIC
    issue.summary_state = SummaryState.SHOWN if public else SummaryState.NONE
    issue.summary_shown_at = utcnow() if public else None
    issue.version += 1
    if public:
        record(SUMMARY_SHOWN, subject=issue, thread=thread_of(issue), by=by)


def take_back(issue):
    """The issue is refused: words nobody has read yet stay unread, also when it is received again."""
    if issue.summary_state is not SummaryState.RELEASED:
        issue.summary_state, issue.summary_shown_at, issue.summary_objection = SummaryState.NONE, None, None


def object_to(issue, *, by, words):
    """The reporter does not agree; staff write it again."""
    _only_its_reporter(issue, by)
    _expect_shown(issue)
    issue.summary_state, issue.summary_objection = SummaryState.OBJECTED, words
    issue.version += 1
    record(SUMMARY_OBJECTED, subject=issue, thread=thread_of(issue), by=by)


def agree(issue, *, by):
    """The reporter agrees: public from now on."""
    _only_its_reporter(issue, by)
    _expect_shown(issue)
    release(issue, by=by, agreed=True)


def release(issue, *, by, agreed=False):
    """Make title, words and place public: after agreement, after 24 hours, or with nobody to ask.

    Raises Refused while the reporter still has time to object, Conflict when it is not shown.
    """
    _expect_shown(issue)
    nobody = issue.reporter_id is None and issue.contributed_by is None
    if not agreed and not nobody and utcnow() < issue.summary_shown_at + OBJECTION_PERIOD:
        raise Refused(
            _("The resident still has time to read this summary first."),
            _("It becomes public by itself 24 hours after they were shown it."),
        )
    issue.summary_state, issue.summary_released_at = SummaryState.RELEASED, utcnow()
    issue.version += 1
    thread = thread_of(issue)
    record(SUMMARY_RELEASED, subject=issue, thread=thread, by=by, public={"agreed": agreed})
    _publish(issue, thread)


def choose_visibility(issue, *, by, visibility):
    """The reporter changes their mind, at any time and in both directions; 举报 stays closed."""
    _only_its_reporter(issue, by)
    if visibility is Visibility.PUBLIC and issue.kind is IssueKind.REPORT:
        raise Refused(
            _("A report of a breach is read by its handlers only."),
            _("This protects you. Its number and stage are public all the same."),
        )
    if visibility is issue.visibility:
        return
    issue.visibility = visibility
    issue.version += 1
    thread = thread_of(issue)
    record(VISIBILITY_CHOSEN, subject=issue, thread=thread, by=by, public={"visibility": visibility.value})
    if visibility is Visibility.HANDLERS_ONLY:
        close(issue)
    elif issue.summary_state is SummaryState.RELEASED:
        _publish(issue, thread)
    elif issue.summary_public and issue.state in TAKEN_UP:
        issue.summary_state, issue.summary_shown_at = SummaryState.SHOWN, utcnow()


def close(issue):
    """Take title, words and place out of public view; number, area and stage stay."""
    issue.area_id = issue.community_id
    threads.reveal(thread_of(issue), title="", area_id=issue.area_id)
    search.unindex(issue)


def _publish(issue, thread):
    issue.area_id = public_area_id(issue)
    threads.reveal(thread, title=issue.summary_title, area_id=issue.area_id)
    search.index_public(issue)


def _only_its_reporter(issue, by):
    if not policies.speaks_for(by, issue):
        raise NotAllowed(_("Only the resident who raised it can decide this."))


def _expect_shown(issue):
    shown = issue.summary_state is SummaryState.SHOWN and issue.state in TAKEN_UP
    if not shown or issue.visibility is not Visibility.PUBLIC:
        raise Conflict(_("This summary is not waiting for an answer."), _("Look at the issue once more."))
