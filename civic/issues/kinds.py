"""What staff say about an issue: five kinds, urgency, who may read it, how it came, why it was refused."""

from datetime import timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from civic.issues.answer_clock import answer_words


class IssueKind(StrEnum):
    """The five kinds of 《北京市接诉即办工作条例》 Art. 2."""

    CONSULTATION = "consultation"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"

    @property
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    IssueKind.CONSULTATION: _l("Asking a question"),
    IssueKind.HELP: _l("Asking for help"),
    IssueKind.COMPLAINT: _l("Complaint"),
    IssueKind.REPORT: _l("Report of a breach"),
    IssueKind.SUGGESTION: _l("Suggestion"),
}


class Urgency(StrEnum):
    """How soon the first answer is due (domain.md §2.2; hours are this table's, not the law's)."""

    URGENT = "urgent"
    TIMELY = "timely"
    NORMAL = "normal"
    COMPLEX = "complex"

    @property
    def label(self):
        """What it is and how long an answer takes, as the house has set it (CIVIC_CLOCKS)."""
        return LazyString(lambda: URGENCY_WORDS[self] % {"time": answer_words(self)})


URGENCY_WORDS = {
    Urgency.URGENT: _l("Urgent: within %(time)s"),
    Urgency.TIMELY: _l("Water, power, heating: within %(time)s"),
    Urgency.NORMAL: _l("Ordinary: within %(time)s"),
    Urgency.COMPLEX: _l("Difficult: within %(time)s"),
}


class Visibility(StrEnum):
    """Who reads the summary; number, area and stage are public either way."""

    PUBLIC = "public"
    HANDLERS_ONLY = "handlers_only"

    @property
    def label(self):
        return VISIBILITY_LABELS[self]


VISIBILITY_LABELS = {
    Visibility.PUBLIC: _l("Handle it in public"),
    Visibility.HANDLERS_ONLY: _l("Only those who handle it may read it"),
}


class Channel(StrEnum):
    """How it reached us."""

    WEB = "web"
    STEWARD = "steward"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
    IMPORTED = "imported"

    @property
    def label(self):
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    Channel.WEB: _l("On this site"),
    Channel.STEWARD: _l("Written by the door steward"),
    Channel.PHONE: _l("By telephone"),
    Channel.PAPER: _l("Paper slip"),
    Channel.VISIT: _l("Told to community staff"),
    Channel.IMPORTED: _l("Brought over from another list"),
}


class DeclineReason(StrEnum):
    """Why an issue cannot be handled; the plain words beside it say it to this resident."""

    NOT_OURS = "not_ours"
    NOT_POSSIBLE_NOW = "not_possible_now"
    PRIVATE_DISPUTE = "private_dispute"
    AGAINST_LAW = "against_law"
    NOTHING_TO_GO_ON = "nothing_to_go_on"
    SETTLED_BEFORE = "settled_before"

    @property
    def label(self):
        return DECLINE_LABELS[self]


DECLINE_LABELS = {
    DeclineReason.NOT_OURS: _l("Nobody at this table has the power"),
    DeclineReason.NOT_POSSIBLE_NOW: _l("Real, but it cannot be done now"),
    DeclineReason.PRIVATE_DISPUTE: _l("A private dispute; mediation is the way"),
    DeclineReason.AGAINST_LAW: _l("The law does not allow it"),
    DeclineReason.NOTHING_TO_GO_ON: _l("Too little to go on, and no answer to our question"),
    DeclineReason.SETTLED_BEFORE: _l("Settled before, and nothing new"),
}


class LawfulChannel(StrEnum):
    """Where a matter belongs that this site may not handle (条例 Art. 11)."""

    HOTLINE = "hotline"
    POLICE = "police"
    COURT = "court"
    PETITION = "petition"
    DISCIPLINE = "discipline"
    MEDIATION = "mediation"
    UTILITY = "utility"
    DEPARTMENT = "department"

    @property
    def label(self):
        return LAWFUL_LABELS[self]


LAWFUL_LABELS = {
    LawfulChannel.HOTLINE: _l("The 12345 hotline"),
    LawfulChannel.POLICE: _l("The police, 110"),
    LawfulChannel.COURT: _l("A court or arbitration"),
    LawfulChannel.PETITION: _l("The petitions office"),
    LawfulChannel.DISCIPLINE: _l("Discipline inspection, 12388"),
    LawfulChannel.MEDIATION: _l("The people's mediation committee"),
    LawfulChannel.UTILITY: _l("The water, gas, power or heating company"),
    LawfulChannel.DEPARTMENT: _l("Another department"),
}


class SummaryState(StrEnum):
    """How far the public summary has come."""

    NONE = "none"
    SHOWN = "shown"
    OBJECTED = "objected"
    RELEASED = "released"


# The reporter has this long to object to a summary before it is released.
OBJECTION_PERIOD = timedelta(hours=24)
# After a confirmation the reporter may still reopen for this long (trust.md §7).
REOPEN_PERIOD = timedelta(days=30)
