"""What is filled in about key holders and the opening of the box."""

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from civic.database import SHANGHAI
from civic.votes.ceremony import Announced
from civic.votes.forms import HOURS

MOST_BYTES = 8 << 20
SHORT = Length(max=60, message=_l("At most 60 characters, please."))


def _name(label):
    return StringField(label, validators=[DataRequired(_l("Write a name.")), SHORT])


def lines_of(field) -> list[str]:
    """What was typed, one entry a line, without empty ones."""
    return [line.strip()[:60] for line in (field.data or "").splitlines() if line.strip()]


def text_of(field) -> str:
    """The words of an uploaded file; nothing that could be a file of ours when it is no text or too long."""
    raw = field.data.stream.read(MOST_BYTES + 1)
    return raw.decode("utf-8", errors="replace") if len(raw) <= MOST_BYTES else ""


class KeyForm(FlaskForm):
    """The public half of the key, and who keeps the shares."""

    key = FileField(_l("The file public-key.json"), validators=[FileRequired(_l("Choose the file."))])
    names = TextAreaField(
        _l("Who keeps the shares, one name a line, in the order of the cards"),
        validators=[DataRequired(_l("Write the names.")), Length(max=600)],
    )


class ListForm(FlaskForm):
    """What the key program wrote when it opened a box."""

    opened = FileField(
        _l("The file that the key program wrote"), validators=[FileRequired(_l("Choose the file."))]
    )


class OpeningForm(FlaskForm):
    """Who opens the box in public, when and where."""

    opens_on = DateField(_l("Day of the opening"), validators=[InputRequired(_l("Choose the day."))])
    opens_hour = SelectField(_l("At"), choices=HOURS, coerce=int, default=20)
    place = StringField(
        _l("Where the box is opened"),
        validators=[
            DataRequired(_l("Write where.")),
            Length(max=120, message=_l("At most 120 characters, please.")),
        ],
    )
    scrutineers = TextAreaField(
        _l("Who watches, one name a line"), validators=[DataRequired(_l("Write a name.")), Length(max=600)]
    )
    for_objectors = _name(_l("Who watches for those who object, named by them"))
    teller = _name(_l("Who counts"))
    caller = _name(_l("Who calls the ballots out"))
    independent = BooleanField(
        _l("None of those who watch works for the office or stands on the ballot"),
        validators=[InputRequired(_l("Those who watch must be independent; tick the line when they are."))],
    )

    def told(self) -> Announced:
        """The arguments of ceremony.announce."""
        return Announced(
            datetime.combine(self.opens_on.data, time(self.opens_hour.data), SHANGHAI),
            self.place.data.strip(),
            tuple(lines_of(self.scrutineers)),
            *(self[name].data.strip() for name in ("for_objectors", "teller", "caller")),
        )
