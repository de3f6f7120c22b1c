"""What is typed and tapped in an urgent matter, and the lines of the duty roster."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import SHANGHAI
from civic.dispatch.urgent_states import EventKind, Measure
from civic.errors import CivicError
from civic.issues.forms import Said
from civic.issues.triage_forms import CHOOSE, grouped
from civic.submissions import OnceForm

DUTY_ROOM = 0
PHONE = Regexp(r"^[0-9０-９+()\- ]{3,24}$", message=_l("Digits, please, as one dials them."))


def clock_field(label, validators):
    """A moment as a clock on the wall in Shanghai shows it; `data` is aware."""
    return DateTimeLocalField(
        label, validators, tz=SHANGHAI, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        invalid_value_message=_l("Date and hour, please."),
    )  # fmt: skip


class CallForm(OnceForm):
    """Whom to ring, those the table names ticked."""

    bodies = SelectMultipleField(
        _l("Whom shall we ring?"), [InputRequired(_l("Tick at least one body."))], coerce=int,
        option_widget=CheckboxInput(), widget=ListWidget(),
    )  # fmt: skip

    def offer(self, bodies, preset=()):
        """Fill the list; tick `preset` unless something was sent."""
        self.bodies.choices = [SelectChoice(body.id, body.short_name) for body in bodies]
        if not self.bodies.raw_data:
            self.bodies.data = [body.id for body in preset]
        return self


class EventForm(OnceForm):
    """One tap: what happened (the button), and to which body it belongs."""

    what = HiddenField(validators=[InputRequired()])
    body = SelectField(_l("Which body?"), [InputRequired(CHOOSE)], coerce=int)

    def offer(self, bodies):
        """Bodies the person may note something for."""
        self.body.choices = [SelectChoice(body.id, body.short_name) for body in bodies]
        return self

    def tap(self):
        """(kind, measure) of the button. Raises CivicError (400) for a word of no button."""
        word = self.what.data
        if word in set(Measure):
            return EventKind.MEASURE, Measure(word)
        if word in set(EventKind) - {EventKind.RUNG, EventKind.NOTICE, EventKind.MEASURE}:
            return EventKind(word), None
        raise CivicError(None)


class MomentForm(OnceForm):
    """When it really was."""

    moment = clock_field(_l("When was it really?"), [InputRequired(_l("Date and hour, please."))])


class DoorNoticeForm(OnceForm):
    """What every home is told."""

    place = SelectField(_l("Which homes?"), [InputRequired(CHOOSE)], coerce=int)
    what = TextAreaField(
        _l("What happened, and what does it mean for the homes?"),
        [Said(_l("Say in a sentence what happened and what it means for the homes."), 120)],
    )
    until = clock_field(_l("Until when, as far as we know?"), [Optional()])
    call = SelectField(_l("Whom can they call?"), coerce=int, default=DUTY_ROOM)

    def offer(self, options, bodies, here):
        """Fill the lists. Args: options — grouped places; bodies — with a number; here — the building."""
        self.place.choices = grouped(options)
        room = SelectChoice(DUTY_ROOM, _("Duty room of the street"))
        self.call.choices = [room, *(SelectChoice(body.id, body.short_name) for body in bodies)]
        if not self.place.raw_data:
            self.place.data = here.id
        return self


class DeliveryForm(OnceForm):
    """One button: this door has its sheet."""


class ShiftForm(OnceForm):
    """A line of the duty roster."""

    place = SelectField(_l("Where?"), [InputRequired(CHOOSE)], coerce=int)
    body = SelectField(_l("Which body?"), [InputRequired(CHOOSE)], coerce=int)
    role_words = StringField(_l("Who is it? (a role, not a name)"), [Said(_l("Say the role."), 40)])
    phone = StringField(_l("Number"), [InputRequired(_l("Please fill this in.")), Length(max=24), PHONE])
    is_own = BooleanField(_l("It is somebody's own number, not an office's"))
    starts_at = clock_field(_l("From"), [InputRequired(_l("Date and hour, please."))])
    ends_at = clock_field(_l("To"), [InputRequired(_l("Date and hour, please."))])
    is_weekly = BooleanField(_l("Every week again"))
    until = clock_field(_l("Repeat until"), [Optional()])

    def offer(self, places, bodies):
        """Fill the lists with what the street has."""
        self.place.choices = [SelectChoice(*each) for each in places]
        self.body.choices = [SelectChoice(body.id, body.short_name) for body in bodies]
        return self


class PhoneForm(OnceForm):
    """The number a body answers day and night; empty: none."""

    phone = StringField(_l("Number, day and night"), [Optional(), PHONE])
