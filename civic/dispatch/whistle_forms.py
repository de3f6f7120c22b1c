"""What is typed about whistles. Forms never touch the database; choices are given by `offer`."""

from datetime import UTC

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import SHANGHAI, local_today
from civic.dispatch.whistle_states import (
    QUESTION_LABELS,
    QUESTIONS,
    DeclineGround,
    Gathering,
    Mark,
    Side,
    WhistleKind,
)
from civic.submissions import OnceForm

REQUIRED = InputRequired(_l("Please fill this in."))
CHOOSE = InputRequired(_l("Please choose."))
LONG = Length(max=600, message=_l("At most 600 characters, please."))
SHORT = Length(max=80, message=_l("At most 80 characters, please."))


def choices(enum):
    return [SelectChoice(each.value, each.label) for each in enum]


class LocalMoment(DateTimeLocalField):
    """A moment typed in Shanghai's time; `moment` is the same one in UTC, or None."""

    @property
    def moment(self):
        return self.data.replace(tzinfo=SHANGHAI).astimezone(UTC) if self.data else None


class RequestForm(OnceForm):
    """吹哨单: what, where, who, by when, and that somebody who can decide comes."""

    kind = RadioField(_l("What sort of whistle"), validators=[CHOOSE], choices=choices(WhistleKind))
    alias = SelectField(_l("Its local name"), validators=[Optional()])
    title = StringField(_l("In a few words (everybody reads this)"), [REQUIRED, Length(max=60)])
    summary = TextAreaField(
        _l("What the trouble is (everybody reads this, no names or homes)"), [REQUIRED, LONG]
    )
    asked = TextAreaField(_l("What is asked of those who come"), [REQUIRED, LONG])
    gather_place = StringField(_l("Where they shall come"), [REQUIRED, SHORT])
    gathering = RadioField(
        _l("What they are called to"), choices=choices(Gathering), default=Gathering.ON_SITE.value
    )
    gather_at = LocalMoment(_l("When the meeting begins"), validators=[Optional()])
    report_by = LocalMoment(_l("By when they must be there"), validators=[Optional()])
    bodies = SelectMultipleField(
        _l("Who must come"),
        coerce=int,
        validators=[CHOOSE],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    needs_decider = BooleanField(_l("Whoever comes can decide on the spot"), default=True)
    background = TextAreaField(
        _l("What has been tried already (only those called read this)"), [Optional(), LONG]
    )
    crosses_border = BooleanField(_l("The spot lies on the border of two districts"))
    second_street = SelectField(_l("The second lead street"), coerce=int, validators=[Optional()])

    def offer(self, bodies, streets, aliases, usual=()):
        """Fill the lists; streets as (id, what they are called), `usual` numbers of bodies shown first."""
        self.kinds = {body.id: None if body.id in usual else body.kind for body in bodies}
        self.bodies.choices = [SelectChoice(body.id, body.name) for body in bodies]
        self.second_street.choices = [SelectChoice(0, _l("No other"))] + [
            SelectChoice(*each) for each in streets
        ]
        self.alias.choices = [SelectChoice("", _l("No other"))] + [
            SelectChoice(name, name) for name in aliases
        ]
        return self

    @property
    def grouped(self):
        """[(kind or None for those usually called, boxes, whether one is ticked)], the usual first."""
        boxes = {}
        for box in self.bodies:
            boxes.setdefault(self.kinds[int(box.data)], []).append(box)
        first = [(None, boxes.pop(None), True)] if None in boxes else []
        return first + [(kind, each, any(box.checked for box in each)) for kind, each in boxes.items()]


class ActForm(OnceForm):
    """One button."""


class WordsForm(OnceForm):
    """One sentence, or a few."""

    words = TextAreaField(_l("In your own words"), [REQUIRED, LONG])


class CallForm(OnceForm):
    """One more body."""

    body = SelectField(_l("Who else must come"), coerce=int, validators=[CHOOSE])


class LinkForm(CallForm):
    """One link of the chain and who answers for it."""

    name = StringField(_l("The link (digging, transport, storage …)"), [REQUIRED, Length(max=30)])


class SurveyForm(OnceForm):
    """Where the border runs."""

    words = TextAreaField(_l("Where the border runs"), [REQUIRED, LONG])
    surveyed_by = StringField(_l("Who surveyed it"), [REQUIRED, SHORT])
    surveyed_on = DateField(_l("On which day"), [REQUIRED], default=local_today)


class TaskForceForm(CallForm):
    """A task force that lasts."""

    name = StringField(_l("What it is called"), [REQUIRED, Length(max=40)])
    from_on = DateField(_l("From which day"), [REQUIRED], default=local_today)


class LastDayForm(OnceForm):
    """Its last day."""

    to_on = DateField(_l("Its last day"), [REQUIRED], default=local_today)


class ArrivalForm(OnceForm):
    """It is there."""

    call = HiddenField()
    has_decider = BooleanField(_l("Somebody who can decide has come"), default=True)


class RefusalForm(OnceForm):
    """We need not come."""

    ground = RadioField(_l("Which ground"), validators=[CHOOSE], choices=choices(DeclineGround))
    words = TextAreaField(_l("The law, and why it means that"), [REQUIRED, LONG])


class FindingForm(OnceForm):
    """What we found, what we will do."""

    finding = TextAreaField(_l("What we found"), [REQUIRED, LONG])
    will_do = TextAreaField(_l("What we will do"), [REQUIRED, LONG])


class _Marks(OnceForm):
    words = TextAreaField(_l("A word about it"), [Optional(), LONG])

    def marks(self) -> dict:
        """{question: mark}."""
        return {name: self[name].data for name in QUESTIONS[self.SIDE]}


def _marks_form(side):
    fields = {
        name: RadioField(QUESTION_LABELS[name], validators=[CHOOSE], choices=choices(Mark))
        for name in QUESTIONS[side]
    }
    return type(
        f"{side.value.title()}Form", (_Marks,), fields | {"SIDE": side, "__doc__": f"What the {side} says."}
    )


WhistlerForm = _marks_form(Side.WHISTLER)
ResponderForm = _marks_form(Side.RESPONDER)
ResidentForm = _marks_form(Side.RESIDENT)
