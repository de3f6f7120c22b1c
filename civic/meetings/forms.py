"""What is typed around a meeting. Parses and checks shape; whether it may happen is for the verbs."""

from datetime import UTC

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import SHANGHAI
from civic.errors import Refused
from civic.meetings import agenda
from civic.meetings.calling import refuse_long
from civic.meetings.check_in import MOST_NAMES, NAME
from civic.meetings.kinds import OF_A_COUNCIL, QUORUMS, RULES
from civic.meetings.states import Answer, MeetingKind
from civic.submissions import OnceForm

NEEDED = InputRequired(_l("Please fill this in."))
CHOOSE = InputRequired(_l("Please choose."))
SENTENCE = Length(max=300, message=_l("At most 300 characters, please."))


class LocalMoment(DateTimeLocalField):
    """A moment typed in Shanghai's time; `moment` is the same one in UTC, or None."""

    @property
    def moment(self):
        return self.data.replace(tzinfo=SHANGHAI).astimezone(UTC) if self.data else None


def ticks(label):
    """Several of a list."""
    return SelectMultipleField(
        label, coerce=int, validators=[Optional()], option_widget=CheckboxInput(), widget=ListWidget()
    )


class AgendaForm(OnceForm):
    """The points, one a line."""

    agenda = TextAreaField(
        _l("Agenda, one point a line"),
        description=_l("Minutes stand at the end of the line, for example: Where the bins go 15"),
    )

    def validate_agenda(self, field):
        try:
            agenda.refuse_unreadable(self.points)
        except Refused as refusal:
            raise ValidationError(f"{refusal.message}{refusal.next_step}") from None

    @property
    def points(self) -> list[tuple[str, int]]:
        return agenda.points(self.agenda.data)


class PlanForm(AgendaForm):
    """A meeting of one kind; `offer` leaves out what that kind does not ask."""

    kind = HiddenField()
    title = StringField(_l("What shall be talked over, in one line?"), [NEEDED, Length(max=80)])
    starts_at = LocalMoment(_l("When does it begin?"), validators=[NEEDED])
    minutes_planned = IntegerField(_l("How many minutes?"), [NEEDED])
    council = SelectField(_l("Which council?"), coerce=int)
    place = SelectField(_l("Which door?"), coerce=int)
    venue = SelectField(_l("In a meeting place?"), coerce=int, validators=[Optional()])
    where_held = StringField(
        _l("Where? A bench or a stone table will do"), [Length(max=120)]
    )  # fmt: skip
    quorum_rule = SelectField(_l("How many seats must come?"), validators=[Optional()])
    quorum = IntegerField(_l("How many persons must come?"), [Optional(), NumberRange(0, 500)], default=0)
    why = TextAreaField(_l("Why is it held?"), [Length(max=1000)])
    bodies = ticks(_l("Which bodies are invited?"))
    now = BooleanField(_l("It begins now, where we stand"))

    def offer(self, kind, *, councils=(), doors=(), venues=(), bodies=()):
        """Fill the choices, leave out the fields that this kind does not ask."""
        self.chosen = kind
        self.kind.data = kind.value
        self.council.choices = [(one.id, one.name) for one in councils]
        self.place.choices = [(one.id, one.label) for one in doors]
        self.venue.choices = [(0, _("No: elsewhere, written below")), *((one.id, one.name) for one in venues)]
        self.quorum_rule.choices = [(key, rule.words) for key, rule in QUORUMS.items()]
        self.bodies.choices = list(bodies)
        of_council = kind in OF_A_COUNCIL
        left_out = {
            "council": not of_council, "quorum_rule": not of_council, "quorum": of_council,
            "place": kind != MeetingKind.DOOR, "now": kind != MeetingKind.ROUND_TABLE,
            "venue": not venues, "bodies": kind in (MeetingKind.ROUND_TABLE, MeetingKind.DOOR),
        }  # fmt: skip
        for name in (name for name, is_left in left_out.items() if is_left):
            del self[name]
        return self

    def preset(self):
        """What this kind usually is."""
        rule = RULES[self.chosen]
        self.minutes_planned.data = rule.minutes
        if "quorum_rule" in self:
            self.quorum_rule.data = rule.quorum
        return self

    def validate_minutes_planned(self, field):
        try:
            refuse_long(self.chosen, field.data)
        except Refused as refusal:
            raise ValidationError(f"{refusal.message}{refusal.next_step}") from None

    def validate_where_held(self, field):
        venue = self.venue.data if "venue" in self else 0
        if not (field.data or "").strip() and not venue:
            raise ValidationError(_("Say where, or choose a meeting place."))

    def validate_venue(self, field):
        if field.data is None:
            field.data = 0

    def value(self, name, otherwise=None):
        """What was typed in a field that this kind may not ask."""
        return self[name].data if name in self else otherwise


class CallForm(OnceForm):
    """Tell everybody; with a reason where it comes late."""

    urgent_reason = TextAreaField(
        _l("Why is it urgent? Only where it is called later than the rule says"), [SENTENCE]
    )


class ReasonForm(OnceForm):
    """A public reason."""

    reason = TextAreaField(_l("Reason, read by everybody"), [NEEDED, SENTENCE])


class InvitationForm(OnceForm):
    """What an invited body answers."""

    answer = RadioField(
        _l("Does your body come?"),
        [CHOOSE],
        choices=[
            SelectChoice(Answer.COMING.value, _l("Yes, we are coming")),
            SelectChoice(Answer.NOT_COMING.value, _l("No, because…")),
        ],
    )
    who = StringField(_l("Who comes? The post, no name"), [Length(max=40)])
    reason = TextAreaField(_l("Why not?"), [SENTENCE])


class WishForm(OnceForm):
    """Ask that the council meets."""

    seat = SelectField(_l("For which seat?"), coerce=int)
    title = StringField(_l("What about, in one line?"), [NEEDED, Length(max=80)])
    why = TextAreaField(_l("Why does it need a meeting?"), [NEEDED, Length(max=1000)])


class ArrivalForm(OnceForm):
    """As what somebody is here."""

    way = RadioField(_l("As what are you here?"), [CHOOSE])
    takes_over = BooleanField(_l("I take the seat over: from now on I speak for it"))


class NamesForm(OnceForm):
    """The list at the door."""

    names = TextAreaField(_l("Who is here? One name a line"), [NEEDED])
    door = SelectField(_l("From which door?"), coerce=int, validators=[Optional()])

    def validate_names(self, field):
        if len(self.listed) > MOST_NAMES or any(len(name) > NAME for name in self.listed):
            raise ValidationError(
                _("At most %(most)s names at once, one a line, %(size)s characters each.", most=MOST_NAMES,
                  size=NAME)
            )  # fmt: skip

    @property
    def listed(self) -> list[str]:
        return [line.strip() for line in (self.names.data or "").splitlines() if line.strip()]


class SeatForm(OnceForm):
    """A delegate without a phone."""

    seat = SelectField(_l("For which seat?"), coerce=int)
    name = StringField(_l("Who speaks for it today?"), [NEEDED, Length(max=NAME)])
    takes_over = BooleanField(_l("Somebody else was here for it and has left"))


class VenueForm(OnceForm):
    """A standing place to meet."""

    name = StringField(_l("What is it called?"), [NEEDED, Length(max=60)])
    address = StringField(_l("Where is it?"), [NEEDED, Length(max=120)])
    hours = StringField(_l("When is it open?"), [Length(max=200)])
    access = StringField(_l("How does one get in with a wheelchair?"), [Length(max=200)])
    seats = IntegerField(_l("How many chairs?"), [Optional(), NumberRange(0, 2000)], default=0)


class SlipForm(OnceForm):
    """A slip of paper, keyed in."""

    number = IntegerField(_l("Number on the slip"), [NEEDED, NumberRange(1, 9999)])
    item = SelectField(_l("About which point?"), coerce=int, validators=[Optional()])
    words = TextAreaField(_l("What is written on it, word for word"), [NEEDED, Length(max=1000)])
