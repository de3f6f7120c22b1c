"""What state an issue is in, which moves are allowed, and the seven words residents see."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class IssueState(StrEnum):
    """The only states there are. A draft lives in accounts.Draft and becomes an issue on submit."""

    DRAFT = "draft"
    RECEIVED = "received"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    REDIRECTED = "redirected"
    MERGED = "merged"
    DECLINED = "declined"
    DELIBERATING = "deliberating"
    ACTING = "acting"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"

    @property
    def label(self):
        """The word staff pages use."""
        return STATE_LABELS[self]

    @property
    def status(self):
        """The word residents see; a merged issue shows its main issue's word instead."""
        return STATUS_OF[self]


S = IssueState

# From each state, the states a verb of workflow.py may move to (domain.md §2.4, this room's cut).
TRANSITIONS = {
    S.DRAFT: {S.RECEIVED},
    S.RECEIVED: {S.ASKED_BACK, S.ACCEPTED, S.REDIRECTED, S.MERGED, S.DECLINED},
    S.ASKED_BACK: {S.RECEIVED, S.ACCEPTED, S.REDIRECTED, S.MERGED, S.DECLINED},
    S.ACCEPTED: {S.DELIBERATING, S.ACTING, S.ANSWERED, S.REDIRECTED, S.MERGED, S.DECLINED},
    S.REDIRECTED: {S.RECEIVED},
    S.MERGED: {S.RECEIVED},
    S.DECLINED: {S.RECEIVED},
    S.DELIBERATING: {S.ACCEPTED, S.ACTING, S.ANSWERED},
    S.ACTING: {S.ACCEPTED, S.DELIBERATING, S.ANSWERED},
    S.ANSWERED: {S.CONFIRMED, S.REOPENED},
    S.CONFIRMED: {S.REOPENED},
    S.REOPENED: {S.ACTING, S.DELIBERATING, S.ANSWERED, S.DECLINED},
}

# States in which the clock 等了多久 runs, because somebody other than the reporter owes the next act.
WAITING = {S.RECEIVED, S.ASKED_BACK, S.ACCEPTED, S.DELIBERATING, S.ACTING, S.REOPENED}
UNTRIAGED = {S.RECEIVED, S.ASKED_BACK}
REFUSED = {S.REDIRECTED, S.MERGED, S.DECLINED}


class IssueStatus(StrEnum):
    """The seven words of look/README.md; stored, so that a list filters and sorts by index."""

    RECEIVED = "received"
    DELIBERATING = "deliberating"
    VOTING = "voting"
    ACTING = "acting"
    ANSWERED = "answered"
    DONE = "done"
    NOT_NOW = "not_now"

    @property
    def label(self):
        return STATUS_LABELS[self]


STATUS_OF = {
    S.DRAFT: IssueStatus.RECEIVED,
    S.RECEIVED: IssueStatus.RECEIVED,
    S.ASKED_BACK: IssueStatus.RECEIVED,
    S.ACCEPTED: IssueStatus.RECEIVED,
    S.REDIRECTED: IssueStatus.NOT_NOW,
    S.MERGED: IssueStatus.RECEIVED,
    S.DECLINED: IssueStatus.NOT_NOW,
    S.DELIBERATING: IssueStatus.DELIBERATING,
    S.ACTING: IssueStatus.ACTING,
    S.ANSWERED: IssueStatus.ANSWERED,
    S.CONFIRMED: IssueStatus.DONE,
    S.REOPENED: IssueStatus.ACTING,
}

STATUS_LABELS = {
    IssueStatus.RECEIVED: _l("Received"),
    IssueStatus.DELIBERATING: _l("Being talked over"),
    IssueStatus.VOTING: _l("Voting"),
    IssueStatus.ACTING: _l("Being done"),
    IssueStatus.ANSWERED: _l("Waiting for your yes"),
    IssueStatus.DONE: _l("Done"),
    IssueStatus.NOT_NOW: _l("Not possible now"),
}

STATE_LABELS = {
    S.DRAFT: _l("Draft"),
    S.RECEIVED: _l("Received, to be sorted"),
    S.ASKED_BACK: _l("Asked the resident"),
    S.ACCEPTED: _l("Accepted, not yet scheduled"),
    S.REDIRECTED: _l("Sent to the right channel"),
    S.MERGED: _l("Joined to another"),
    S.DECLINED: _l("Declined"),
    S.DELIBERATING: _l("In deliberation"),
    S.ACTING: _l("In hand"),
    S.ANSWERED: _l("Answered, to be confirmed"),
    S.CONFIRMED: _l("Confirmed by the resident"),
    S.REOPENED: _l("Reopened by the resident"),
}
