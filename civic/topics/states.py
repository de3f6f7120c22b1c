"""The words a topic's life is told in: states, what may follow what, and small enums.

Source of the states: domain.md §3.3. Pure: no Flask request, no database.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class TopicState(StrEnum):
    """Where a topic stands. Only topics/workflow.py moves it."""

    PROPOSED = "proposed"
    SCREENED = "screened"
    NOTICED = "noticed"
    DELIBERATING = "deliberating"
    OPINION_FORMED = "opinion_formed"
    VOTING = "voting"
    REFERRED = "referred"
    DECISION_NOTICED = "decision_noticed"
    IMPLEMENTING = "implementing"
    REPORTED_BACK = "reported_back"
    EVALUATED = "evaluated"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    NOT_ADMITTED = "not_admitted"
    SHELVED = "shelved"
    REOPENED = "reopened"
    JOINED = "joined"

    @property
    def label(self):
        """The state in plain words, for residents and staff alike."""
        return STATE_LABELS[self]


STATE_LABELS = {
    TopicState.PROPOSED: _l("Proposed, waiting to be looked at"),
    TopicState.SCREENED: _l("Taken up, papers being prepared"),
    TopicState.NOTICED: _l("Options and papers are on public notice"),
    TopicState.DELIBERATING: _l("Being talked over"),
    TopicState.OPINION_FORMED: _l("Talked over, waiting for a decision"),
    TopicState.VOTING: _l("Voting now"),
    TopicState.REFERRED: _l("Handed to a residents' or owners' meeting"),
    TopicState.DECISION_NOTICED: _l("Decision on public notice"),
    TopicState.IMPLEMENTING: _l("Being put into practice"),
    TopicState.REPORTED_BACK: _l("Done, reported back to everybody"),
    TopicState.EVALUATED: _l("Neighbours have judged it"),
    TopicState.ARCHIVED: _l("Finished"),
    TopicState.WITHDRAWN: _l("Taken back by whoever proposed it"),
    TopicState.NOT_ADMITTED: _l("Cannot be taken up, with the reason"),
    TopicState.SHELVED: _l("Put aside for now"),
    TopicState.REOPENED: _l("Talked over again"),
    TopicState.JOINED: _l("Talked over together with others"),
}

TRANSITIONS: dict[TopicState, frozenset[TopicState]] = {
    TopicState.PROPOSED: frozenset(
        {
            TopicState.SCREENED,
            TopicState.NOT_ADMITTED,
            TopicState.WITHDRAWN,
            TopicState.SHELVED,
            TopicState.JOINED,
        }
    ),
    TopicState.SCREENED: frozenset(
        {TopicState.NOTICED, TopicState.WITHDRAWN, TopicState.SHELVED, TopicState.JOINED}
    ),
    TopicState.NOTICED: frozenset({TopicState.DELIBERATING, TopicState.WITHDRAWN, TopicState.SHELVED}),
    TopicState.DELIBERATING: frozenset({TopicState.OPINION_FORMED, TopicState.SHELVED}),
    TopicState.OPINION_FORMED: frozenset(
        {
            TopicState.VOTING,
            TopicState.REFERRED,
            TopicState.DECISION_NOTICED,
            TopicState.SHELVED,
        }
    ),
    TopicState.VOTING: frozenset({TopicState.DECISION_NOTICED, TopicState.REOPENED}),
    TopicState.REFERRED: frozenset({TopicState.DECISION_NOTICED, TopicState.REOPENED}),
    TopicState.DECISION_NOTICED: frozenset({TopicState.IMPLEMENTING, TopicState.REOPENED}),
    TopicState.IMPLEMENTING: frozenset({TopicState.REPORTED_BACK, TopicState.REOPENED}),
    TopicState.REPORTED_BACK: frozenset({TopicState.EVALUATED, TopicState.REOPENED}),
    TopicState.EVALUATED: frozenset({TopicState.ARCHIVED, TopicState.REOPENED}),
    TopicState.ARCHIVED: frozenset({TopicState.REOPENED}),
    TopicState.WITHDRAWN: frozenset(),
    TopicState.NOT_ADMITTED: frozenset({TopicState.SCREENED}),
    TopicState.SHELVED: frozenset({TopicState.REOPENED, TopicState.WITHDRAWN}),
    TopicState.REOPENED: frozenset({TopicState.NOTICED, TopicState.WITHDRAWN, TopicState.SHELVED}),
    TopicState.JOINED: frozenset(),
}

OPTIONS_OPEN = frozenset({TopicState.PROPOSED, TopicState.SCREENED, TopicState.REOPENED})
"""Until the notice begins residents may add options; from then on the list is fixed."""

OPINIONS_OPEN = frozenset(
    {
        TopicState.NOTICED,
        TopicState.DELIBERATING,
        TopicState.OPINION_FORMED,
        TopicState.DECISION_NOTICED,
    }
)
"""While a round may be opened: until the matter is carried out, but not during a vote."""

STATEMENTS_OPEN = frozenset(
    {
        TopicState.SCREENED,
        TopicState.NOTICED,
        TopicState.DELIBERATING,
        TopicState.OPINION_FORMED,
        TopicState.REOPENED,
    }
)
"""While short statements are written and answered: from being taken up until it is voted on or decided."""

ARGUMENTS_OPEN = STATEMENTS_OPEN
"""While arguments and suggestions are written: the same stretch. Answers to them may come later."""

OVER = frozenset({TopicState.ARCHIVED, TopicState.WITHDRAWN, TopicState.NOT_ADMITTED, TopicState.JOINED})


STAGE_GROUPS = {
    "proposed": frozenset({TopicState.PROPOSED}),
    "talking": frozenset(
        {
            TopicState.SCREENED,
            TopicState.NOTICED,
            TopicState.DELIBERATING,
            TopicState.OPINION_FORMED,
            TopicState.REOPENED,
        }
    ),
    "voting": frozenset({TopicState.VOTING, TopicState.REFERRED}),
    "decided": frozenset({TopicState.DECISION_NOTICED, TopicState.IMPLEMENTING}),
    "finished": frozenset({TopicState.REPORTED_BACK, TopicState.EVALUATED, TopicState.ARCHIVED}),
    "aside": frozenset(
        {TopicState.WITHDRAWN, TopicState.NOT_ADMITTED, TopicState.SHELVED, TopicState.JOINED}
    ),
}
"""How the list groups states; every state is in exactly one group."""

GROUP_LABELS = {
    "proposed": _l("Looking for support"),
    "talking": _l("On notice and being talked over"),
    "voting": _l("Voting"),
    "decided": _l("A decision is made"),
    "finished": _l("Finished"),
    "aside": _l("Put aside"),
}


class TopicLevel(StrEnum):
    """How far the matter reaches; the lowest level that can settle it."""

    DOOR = "door"
    BUILDING = "building"
    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"

    @property
    def label(self):
        return {
            TopicLevel.DOOR: _l("One door"),
            TopicLevel.BUILDING: _l("One building"),
            TopicLevel.COMMUNITY: _l("Whole neighbourhood"),
            TopicLevel.SUBDISTRICT: _l("Several neighbourhoods"),
            TopicLevel.DISTRICT: _l("Several streets"),
        }[self]

    @property
    def height(self) -> int:
        """0 for a door; the higher, the more it touches."""
        return list(TopicLevel).index(self)


class ReplyOutcome(StrEnum):
    """What became of an opinion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"

    @property
    def label(self):
        return {
            ReplyOutcome.ADOPTED: _l("Taken up"),
            ReplyOutcome.PARTLY: _l("Partly taken up"),
            ReplyOutcome.NOT: _l("Not taken up"),
        }[self]


class AgendaAnswer(StrEnum):
    """The secretary's answer once enough households stand behind a topic."""

    ON_AGENDA = "on_agenda"
    NOT_NOW = "not_now"


class RefusalCode(StrEnum):
    """Why a topic cannot be taken up; each has a plain sentence and a way on."""

    NOT_OURS = "not_ours"
    BOTTOM_LINE = "bottom_line"
    PRIVATE = "private"
    SMALL = "small"
    SAME = "same"
    LAW = "law"

    @property
    def label(self):
        return {
            RefusalCode.NOT_OURS: _l("The neighbourhood has no say in this"),
            RefusalCode.BOTTOM_LINE: _l("It would block a fire lane, a blind path or another bottom line"),
            RefusalCode.PRIVATE: _l("It is a matter between two homes"),
            RefusalCode.SMALL: _l("It can simply be done, nobody needs to meet for it"),
            RefusalCode.SAME: _l("The same thing is being talked over already"),
            RefusalCode.LAW: _l("A law or a court has settled it"),
        }[self]


class DocumentKind(StrEnum):
    """What a paper on a topic is."""

    MINUTES = "minutes"
    SHEET = "sheet"
    OPINION = "opinion"
    REPORT = "report"
    EVALUATION = "evaluation"

    @property
    def label(self):
        return {
            DocumentKind.MINUTES: _l("Minutes"),
            DocumentKind.SHEET: _l("Facts and figures"),
            DocumentKind.OPINION: _l("What we came to"),
            DocumentKind.REPORT: _l("Report of the outcome"),
            DocumentKind.EVALUATION: _l("What neighbours say of it"),
        }[self]
