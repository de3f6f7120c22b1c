"""What is typed or ticked about a callback, about pressure, and about weights. No database."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from civic.reviews.outside_ranks import read_ranks
from civic.reviews.pressure_models import AskedFor
from civic.reviews.states import Satisfied, Solved
from civic.reviews.text_answer import Said
from civic.submissions import OnceForm

MOST = 500
CHOOSE = InputRequired(_l("Please choose one."))
LONG = _l("At most 500 characters, please. Nothing is lost.")


def _choices(enum):
    return [SelectChoice(each.value, each.label) for each in enum]


class AnswerForm(OnceForm):
    """The three questions, and room for more."""

    contacted = RadioField(
        _l("Did somebody speak with you?"),
        [CHOOSE],
        choices=[SelectChoice("yes", _l("Yes, somebody did")), SelectChoice("no", _l("No, nobody did"))],
    )
    solved = RadioField(_l("Is it solved?"), [CHOOSE], choices=_choices(Solved))
    satisfied = RadioField(_l("Are you satisfied?"), [CHOOSE], choices=_choices(Satisfied))
    words = TextAreaField(
        _l("What else would you like to say?"), [Optional(), Length(max=MOST, message=LONG)]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self:  # it stands on pages with forms of their own
            each.id = each.label.field_id = f"callback-{each.name}"

    @property
    def said(self) -> Said:
        """The answers, once validated."""
        return Said(
            self.contacted.data == "yes",
            Solved(self.solved.data),
            Satisfied(self.satisfied.data),
            self.words.data or "",
        )


class TapForm(OnceForm):
    """One button."""


class PressureForm(OnceForm):
    """What somebody asked for."""

    asked_for = RadioField(_l("What were you asked for?"), [CHOOSE], choices=_choices(AskedFor))
    words = TextAreaField(
        _l("By whom, when and how? Only as much as you like."),
        [Optional(), Length(max=MOST, message=LONG)],
    )


class RulingForm(OnceForm):
    """What came of a report of pressure."""

    was_so = RadioField(
        _l("Was it so?"),
        [CHOOSE],
        choices=[SelectChoice("yes", _l("Yes, it was so")), SelectChoice("no", _l("It could not be shown"))],
    )
    words = TextAreaField(
        _l("What came of it (whoever reported it reads this)"), [CHOOSE, Length(max=MOST, message=LONG)]
    )


def _weight(label):
    return IntegerField(
        label,
        [InputRequired(_l("A number from 0 to 100.")), NumberRange(0, 100, _l("A number from 0 to 100."))],
    )


class SchemeForm(OnceForm):
    """A new version of the weights."""

    name = StringField(
        _l("What this version is called"),
        [
            InputRequired(_l("Please fill this in.")),
            Length(max=60, message=_l("At most 60 characters, please.")),
        ],
    )
    response = _weight(_l("Response"))
    resolution = _weight(_l("Resolution"))
    satisfaction = _weight(_l("Satisfaction"))
    first_receiver = _weight(_l("First receiver sees it through"))
    proactive = _weight(_l("Found before anybody called"))
    basically_is_half = BooleanField(_l("“Basically satisfied” counts half"))

    @property
    def weights(self) -> dict:
        """The five weights by name."""
        fields = self.response, self.resolution, self.satisfaction, self.first_receiver, self.proactive
        return {each.name: each.data for each in fields}


FILL = InputRequired(_l("Please fill this in."))


class RanksField(TextAreaField):
    """A year and a place a line; `read` is what `read_ranks` makes of them."""

    read: tuple = ()

    def pre_validate(self, form):
        """Raises ValidationError, naming the line that cannot be read."""
        try:
            self.read = read_ranks(self.data or "")
        except ValueError as fault:
            raise ValidationError(
                _("A year and a place on each line, each year once, please. Not read: %(line)s", line=fault)
            ) from fault


class OutsideRankForm(OnceForm):
    """What somebody else's list says of a street, and where that can be read."""

    street = SelectField(_l("Street"), coerce=int)
    list_name = StringField(
        _l("Which list"), [FILL, Length(max=80, message=_l("At most 80 characters, please."))]
    )
    ranks = RanksField(_l("Year and place, one year a line"), [FILL])
    source = StringField(
        _l("Where it was announced"), [FILL, Length(max=200, message=_l("At most 200 characters, please."))]
    )
    published_on = DateField(_l("On which day"), [FILL])

    def offer(self, streets):
        """Fill the list of streets."""
        self.street.choices = [SelectChoice(street.id, street.label) for street in streets]
        return self

    @property
    def said(self) -> dict:
        """List, source and day, once validated."""
        return {
            "list_name": self.list_name.data.strip(), "source": self.source.data.strip(),
            "published_on": self.published_on.data,
        }  # fmt: skip
