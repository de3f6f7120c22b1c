"""What is filled in while a meeting goes on: most of it is one tap."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from civic.meetings.live_states import Side
from civic.submissions import OnceForm

NEEDED = DataRequired(_l("Please fill this in."))


def labels(enum):
    """Choices of a StrEnum with their plain words."""
    return [SelectChoice(member.value, member.label) for member in enum]


class TapForm(OnceForm):
    """A button of whoever holds the meeting; `seen`: the point and the speaker they saw."""

    seen = HiddenField()
    back = HiddenField()


class EndForm(TapForm):
    """End the meeting."""

    although = BooleanField(_l("I know that fewer are here than it takes to decide"))


class WordForm(OnceForm):
    """Ask for the word with the side one takes."""

    side = RadioField(_l("Where do you stand?"), [NEEDED], choices=labels(Side))


class CalledForm(WordForm):
    """Whoever holds the meeting writes down somebody in the room."""

    side = RadioField(_l("Where do they stand?"), [NEEDED], choices=labels(Side))
    who = SelectField(_l("Who wants to speak?"), [NEEDED])

    def offer(self, rows, doors, name_of):
        """Those who checked in, then somebody of a door."""
        self.who.choices = [
            *(SelectChoice(f"a{row.id}", name_of(row)) for row in rows),
            *(SelectChoice(f"d{door.id}", door.label) for door in doors),
        ]

    @property
    def chosen(self) -> tuple[str, int]:
        """("a" for a row of attendance or "d" for a door, its id)."""
        return self.who.data[0], int(self.who.data[1:])
