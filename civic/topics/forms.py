"""What people fill in around a topic. Parses and checks shape; whether it may happen is workflow's."""

import re
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from civic.database import local_today
from civic.submissions import OnceForm
from civic.topics.rules import NOTICE_DAYS, ROUND_DAYS
from civic.topics.states import DocumentKind, RefusalCode, ReplyOutcome

NEEDED = DataRequired(_l("Please fill this in."))
WORDS = [NEEDED, Length(max=5000, message=_l("At most 5,000 characters, please."))]
SHORT = [NEEDED, Length(max=1000, message=_l("At most 1,000 characters, please."))]

WHO_DECIDES = [
    ("advisory", _l("Hear every household, then the council decides")),
    ("council", _l("The bodies at the council table, one voice each")),
    ("residents_meeting", _l("A residents' meeting (held outside this site)")),
    ("owners_ordinary", _l("The owners together, ordinary matter (on paper)")),
    ("owners_special", _l("The owners together, special matter (on paper)")),
]


def labels(enum):
    """Choices of a StrEnum with their plain words."""
    return [SelectChoice(member.value, member.label) for member in enum]


def pairs(words):
    """Choices of (value, words)."""
    return [SelectChoice(value, label) for value, label in words]


def lines(text) -> list[str]:
    """The filled lines of a text, trimmed."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class TopicForm(OnceForm):
    """Propose something to talk over."""

    title = StringField(_l("What is it, in one line?"), [NEEDED, Length(max=80)])
    why = TextAreaField(_l("Why does it need talking over?"), WORDS)
    place = SelectField(_l("Where?"), coerce=int, validators=[Optional()])
    reach = RadioField(
        _l("Whom does it touch?"),
        [Optional()],
        default="",
        choices=[
            SelectChoice("", _l("Only those who live or pass there")),
            SelectChoice("building", _l("The whole building")),
            SelectChoice("community", _l("Everybody in the neighbourhood")),
            SelectChoice("subdistrict", _l("Other neighbourhoods of the street too")),
            SelectChoice("district", _l("Several streets")),
        ],
    )


class PromotionForm(TopicForm):
    """Staff make a topic of issues."""

    issues = StringField(_l("Numbers of the issues, with spaces between"), [NEEDED, Length(max=300)])

    def validate_issues(self, field):
        if not self.numbers:
            raise ValidationError(_l("Write at least one number, for example 7 12."))

    @property
    def numbers(self) -> list[int]:
        return [int(one) for one in re.findall(r"\d{1,12}", self.issues.data or "")][:200]


class AdmitForm(OnceForm):
    """Take a topic up."""

    regime = RadioField(_l("Who decides this?"), [NEEDED], choices=pairs(WHO_DECIDES))
    burdens_others = BooleanField(
        _l("It lays a burden on some neighbours (then everybody is heard first; a repair is not held up)"),
        default=True,
    )
    fact_names = TextAreaField(_l("Which facts must every option tell? One a line"), [Length(max=600)])


class RefuseForm(OnceForm):
    """Say why it cannot be taken up."""

    code = SelectField(_l("What stands in the way?"), [NEEDED], choices=labels(RefusalCode))
    reason = TextAreaField(_l("In plain words, and what the person can do instead"), SHORT)


class FactsForm(OnceForm):
    """The names of the facts; the cells are read by `cells`."""

    fact_names = TextAreaField(_l("Which facts must every option tell? One a line"), [Length(max=600)])

    def takes(self, costs) -> bool:
        """Whether every cost typed is a sum; says so beside the names when one is not."""
        if WRONG in costs.values():
            self.fact_names.errors = [
                _("A cost is a sum in yuan, for example 2100 or 35.50; or leave it empty.")
            ]
        return WRONG not in costs.values()


WRONG = "wrong"
YUAN = re.compile(r"^(\d{1,9})(?:\.(\d{1,2}))?$")


def fen_of(typed: str):
    """A sum in yuan as fen; None for nothing, WRONG for anything else."""
    typed = (typed or "").strip().replace(",", "").removesuffix("元")
    if not typed:
        return None
    found = YUAN.match(typed)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else WRONG


def costs_sent(sent, option_ids) -> dict:
    """Option id → fen, None or WRONG; inputs are `cost-<option>`."""
    return {number: fen_of(sent.get(f"cost-{number}")) for number in option_ids}


def ways_sent(sent, option_ids) -> dict:
    """Option id → the other way typed for it; inputs are `way-<option>`."""
    return {number: (sent.get(f"way-{number}") or "").strip()[:200] for number in option_ids}


def cells(sent, option_id, names) -> list[str]:
    """The facts typed for one option, in the order of the names; inputs are `fact-<option>-<place>`."""
    return [(sent.get(f"fact-{option_id}-{place}") or "").strip()[:120] for place, _name in enumerate(names)]


class NoticeForm(OnceForm):
    """How many days the papers hang."""

    days = IntegerField(_l("Days on notice"), [InputRequired(), NumberRange(1, 60)], default=NOTICE_DAYS)


class RoundForm(OnceForm):
    """How many days opinions are taken."""

    days = IntegerField(_l("Days to speak up"), [InputRequired(), NumberRange(1, 60)], default=ROUND_DAYS)


class OptionForm(OnceForm):
    """A way to settle it."""

    title = StringField(_l("Your option, in one line"), [NEEDED, Length(max=60)])
    body = TextAreaField(_l("How would it work?"), [Length(max=2000)])
    other_way = StringField(
        _l("If it asks for a face or a telephone: how does somebody without either get the same?"),
        [Length(max=200)],
    )
    place = SelectField(_l("Where on the plan?"), coerce=int, validators=[Optional()])


class ReasonForm(OnceForm):
    """A public reason."""

    reason = TextAreaField(_l("Reason, read by everybody"), SHORT)


class ShelvingForm(ReasonForm):
    """Put it aside until a day."""

    look_again_on = DateField(
        _l("Looked at again on"), [InputRequired()], default=lambda: local_today() + timedelta(days=30)
    )

    def validate_look_again_on(self, field):
        if field.data and field.data <= local_today():
            raise ValidationError(_l("Choose a day to come."))


class RulingForm(ReasonForm):
    """A second look: yes or no, with a reason."""

    verdict = RadioField(_l("Your ruling"), [NEEDED])


class AgendaForm(OnceForm):
    """The secretary's answer to the households."""

    answer = RadioField(
        _l("Does it go on the agenda?"),
        [NEEDED],
        choices=pairs(
            [("on_agenda", _l("Yes, it goes on the agenda")), ("not_now", _l("Not now, because…"))]
        ),
    )
    reason = TextAreaField(_l("Reason, read by everybody"), [Length(max=1000)])


class OpinionForm(OnceForm):
    """What somebody thinks."""

    body = TextAreaField(_l("What do you think?"), SHORT)
    option = SelectField(_l("About which option?"), coerce=int, validators=[Optional()])


class AnswersForm(OnceForm):
    """One answer for many opinions; which ones is read from the checkboxes."""

    outcome = RadioField(_l("What becomes of them?"), [NEEDED], choices=labels(ReplyOutcome))
    reason = TextAreaField(_l("Reason, shown under each of them"), SHORT)


class DocumentForm(OnceForm):
    """A paper on a topic."""

    kind = SelectField(_l("What is it?"), [NEEDED], choices=labels(DocumentKind))
    dated = DateField(_l("Of which day?"), [InputRequired()], default=local_today)
    title = StringField(_l("Title"), [NEEDED, Length(max=80)])
    where_when = StringField(_l("Where and when, who was there"), [Length(max=120)])
    body = TextAreaField(_l("Text"), [NEEDED, Length(max=20000)])


class OutcomeForm(OnceForm):
    """The text of a paper that goes with a step: what we came to, how it went, what neighbours say."""

    body = TextAreaField(_l("Text, read by everybody"), WORDS)


class ReferralForm(OnceForm):
    """To which meeting it goes."""

    regime = RadioField(_l("Who decides this?"), [NEEDED], choices=pairs(WHO_DECIDES[2:]))


class StepForm(OnceForm):
    """A step without words: only the one-time key."""

    seen = HiddenField()


class BottomLineForm(OnceForm):
    """What nobody may vote away."""

    text = StringField(_l("What may nobody vote away?"), [NEEDED, Length(max=200)])
    source = StringField(_l("Which law or rule says so?"), [Length(max=120)])
    option = SelectField(_l("Does an option break it?"), coerce=int, validators=[Optional()])
