"""What residents type: asking for a seat, entering a drawing, asking for a statement; and the answers."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.accounts.forms import REQUIRED, PhoneField
from civic.councils.exemption_models import Circumstance, Matter
from civic.councils.lottery_models import AgeBand, Tenancy
from civic.submissions import OnceForm

FILLED = InputRequired(_l("Please fill this in."))
SMALL = NumberRange(0, 12, _l("A number from 0 to 12, please."))


def _choices(enum):
    return [SelectChoice(one.value, one.label) for one in enum]


class ApplyForm(OnceForm):
    """Why somebody would like to sit there."""

    words = TextAreaField(_l("Why I would like to sit there"), validators=[REQUIRED, Length(max=300)])


class NominateForm(OnceForm):
    """Whom a neighbour would like to see there, and why."""

    phone = PhoneField(_l("Their mobile number"), validators=[REQUIRED])
    words = TextAreaField(_l("Why they would be good at it"), validators=[REQUIRED, Length(max=300)])


class AnswerForm(OnceForm):
    """The answer and its reason."""

    verdict = RadioField(
        _l("The answer"),
        choices=[SelectChoice("yes", _l("Yes: they get a seat")), SelectChoice("no", _l("Not this time"))],
        validators=[REQUIRED],
    )
    answer = TextAreaField(_l("Why, for them to read"), validators=[REQUIRED, Length(max=300)])


class AnnounceForm(OnceForm):
    """A drawing: how many seats, what must be kept, when, and out of what the seed will come."""

    seats = IntegerField(_l("Seats to be drawn"), validators=[FILLED, NumberRange(1, 12)])
    closes_on = DateField(_l("Last day to put one's name in"), validators=[REQUIRED])
    draw_on = DateField(_l("Day of the draw"), validators=[REQUIRED])
    seed_source = StringField(
        _l("Out of what public thing the seed will come"), validators=[REQUIRED, Length(max=200)]
    )
    min_young = IntegerField(_l("At least of 18 to 39"), validators=[Optional(), SMALL])
    min_middle = IntegerField(_l("At least of 40 to 59"), validators=[Optional(), SMALL])
    min_old = IntegerField(_l("At least of 60 and older"), validators=[Optional(), SMALL])
    min_tenant = IntegerField(_l("At least of those who rent"), validators=[Optional(), SMALL])
    most_of_building = IntegerField(
        _l("At most of one building"), validators=[Optional(), NumberRange(1, 12)]
    )

    def quotas(self, buildings) -> list[dict]:
        """What was typed as the quotas of a lottery; those left open ask for nothing."""
        least = (
            ("age", AgeBand.YOUNG, self.min_young),
            ("age", AgeBand.MIDDLE, self.min_middle),
            ("age", AgeBand.OLD, self.min_old),
            ("tenancy", Tenancy.TENANT, self.min_tenant),
        )
        seats, most = self.seats.data, self.most_of_building.data
        found = [
            {"feature": feature, "value": str(value), "min": field.data, "max": seats}
            for feature, value, field in least
            if field.data
        ]
        if most:
            found += [{"feature": "building", "value": one, "min": 0, "max": most} for one in buildings]
        return found


class EntryForm(OnceForm):
    """What is asked of somebody who puts their name in, and forgotten after the draw."""

    age = RadioField(_l("How old are you?"), choices=_choices(AgeBand), validators=[REQUIRED])
    tenancy = RadioField(_l("How do you live here?"), choices=_choices(Tenancy), validators=[REQUIRED])


class SeedForm(OnceForm):
    """What the public thing says today."""

    seed = StringField(
        _l("The seed, as everybody can read it today"), validators=[REQUIRED, Length(min=4, max=200)]
    )


class StatementForm(OnceForm):
    """What happened, on which day, and why, as a category."""

    arrangement = SelectField(_l("With whom it is arranged"), coerce=int)
    matter = RadioField(_l("What it is about"), choices=_choices(Matter), validators=[REQUIRED])
    circumstance = RadioField(_l("Why"), choices=_choices(Circumstance), validators=[REQUIRED])
    happened_on = DateField(_l("On which day"), validators=[REQUIRED])

    def offer(self, arrangements):
        """Fill in with whom something is arranged."""
        self.arrangement.choices = [SelectChoice(one.id, one.body.short_name) for one in arrangements]
        return self


class RefuseForm(OnceForm):
    """Why it is not issued."""

    why = StringField(_l("Why not"), validators=[REQUIRED, Length(max=200)])


class DecideForm(OnceForm):
    """What the enforcement body has decided."""

    exempted = RadioField(
        _l("Decided"),
        choices=[
            SelectChoice("yes", _l("Without a penalty")),
            SelectChoice("no", _l("The rule applies as usual")),
        ],
        validators=[REQUIRED],
    )
    decision_no = StringField(_l("Number of our own record"), validators=[Length(max=60)])


class ArrangementForm(OnceForm):
    """What was agreed in writing with the enforcement body."""

    body = SelectField(_l("Enforcement body"), coerce=int)
    document = StringField(_l("Number of the written arrangement"), validators=[REQUIRED, Length(max=80)])
    matters = SelectMultipleField(
        _l("For which matters"), choices=_choices(Matter), validators=[REQUIRED],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    valid_from = DateField(_l("From"), validators=[REQUIRED])
    valid_to = DateField(_l("Last day"), validators=[REQUIRED])
    per_half_year = IntegerField(
        _l("How many a person in half a year"), default=3, validators=[FILLED, NumberRange(1, 20)]
    )
    days_good = IntegerField(
        _l("How many days a statement holds"), default=30, validators=[FILLED, NumberRange(1, 90)]
    )
    is_written = BooleanField(_l("It is signed by both and can be read at the office"), validators=[REQUIRED])

    def offer(self, bodies):
        """Fill in the departments."""
        self.body.choices = [SelectChoice(body.id, body.short_name) for body in bodies]
        return self
