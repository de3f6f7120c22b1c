"""What state an issue is in, which moves are allowed, and which of the seven words residents see."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from civic.threads.models import Status


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

# What a changed answer of the resident does, and nobody's button: it stands apart from what acts may do.
BY_CORRECTION = {S.CONFIRMED: S.ANSWERED}

# States in which the clock 等了多久 runs, because somebody other than the reporter owes the next act.
WAITING = {S.RECEIVED, S.ASKED_BACK, S.ACCEPTED, S.DELIBERATING, S.ACTING, S.REOPENED}
UNTRIAGED = {S.RECEIVED, S.ASKED_BACK}
REFUSED = {S.REDIRECTED, S.MERGED, S.DECLINED}
TAKEN_UP = set(S) - UNTRIAGED - REFUSED - {S.DRAFT}  # only then may a summary be shown or become public


STATUS_OF = {
    S.DRAFT: Status.RECEIVED,
    S.RECEIVED: Status.RECEIVED,
    S.ASKED_BACK: Status.RECEIVED,
    S.ACCEPTED: Status.RECEIVED,
    S.REDIRECTED: Status.NOT_NOW,
    S.MERGED: Status.RECEIVED,
    S.DECLINED: Status.NOT_NOW,
    S.DELIBERATING: Status.DELIBERATING,
    S.ACTING: Status.ACTING,
    S.ANSWERED: Status.AWAITING,
    S.CONFIRMED: Status.DONE,
    S.REOPENED: Status.ACTING,
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
