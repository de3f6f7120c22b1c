"""What staff and keyers fill in about paper ballots; what stands on a ballot itself is in ballot_forms.py."""

from datetime import datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.database import SHANGHAI, local_today
from civic.submissions import OnceForm
from civic.votes.forms import HOURS
from civic.votes.paper_models import BEFORE_THE_BOX, IN_THE_BOX, Flaw
from civic.votes.paper_serials import number_of
from civic.votes.terms import Conduct

REASON = Length(max=500, message=_l("At most 500 characters, please."))


class PaperVoteForm(OnceForm):
    """A vote that a body holds by its own right; this site prints, keys and adds up."""

    question = StringField(
        _l("The motion, word for word as announced"),
        validators=[DataRequired(_l("Write the motion.")), Length(max=120)],
    )
    convened_by = StringField(
        _l("Which body calls this vote"),
        validators=[DataRequired(_l("Write which body calls it.")), Length(max=120)],
    )
    about = TextAreaField(
        _l("What one should know"),
        validators=[Length(max=2000, message=_l("At most 2,000 characters, please."))],
    )
    closes_on = DateField(_l("Until which day"), validators=[InputRequired(_l("Choose the day."))])
    closes_hour = SelectField(_l("Until which hour"), choices=HOURS, coerce=int, default=20)
    proxies = BooleanField(_l("Owners may let somebody else hand the ballot in, in writing"))
    silence_follows = BooleanField(_l("Count ballots that do not come back with the majority"))
    silence_basis = TextAreaField(
        _l("Which article of the owners' rules says so, word for word"),
        validators=[Length(max=300, message=_l("At most 300 characters, please."))],
    )

    def validate_silence_basis(self, field):
        if self.silence_follows.data and not (field.data or "").strip():
            raise ValidationError(_("Copy the article. Without one in the owners' rules, untick the line."))

    def validate_closes_on(self, field):
        if field.data and not local_today() <= field.data <= local_today() + timedelta(days=180):
            raise ValidationError(_("Choose a day from today on, within half a year."))

    def terms(self) -> dict:
        """The arguments of workflow.prepare; the article about silence stands first in the explanation."""
        silent = bool(self.silence_follows.data)
        parts = [self.silence_basis.data if silent else "", self.about.data]
        return {
            "question": self.question.data.strip(),
            "convened_by": self.convened_by.data.strip(),
            "about": "\n\n".join(part.strip() for part in parts if part and part.strip()),
            "silence_follows": silent,
            "proxies": bool(self.proxies.data),
            "closes_at": datetime.combine(self.closes_on.data, time(self.closes_hour.data), SHANGHAI),
            "conduct": Conduct.PAPER,
            "cannot_accept": False,
        }


class KeyersForm(FlaskForm):
    """The two bodies that key the ballots."""

    first = SelectField(_l("The first body that keys"), coerce=int)
    second = SelectField(_l("The second body that keys"), coerce=int)


class NumberForm(FlaskForm):
    """A ballot by the number printed on it, typed or scanned."""

    serial = StringField(
        _l("Number on the ballot"), validators=[DataRequired(_l("Type the number on it, for example 0012."))]
    )

    def validate_serial(self, field):
        if field.data and number_of(field.data) is None:
            raise ValidationError(_("Type the number on it, for example 0012."))

    @property
    def number(self) -> int:
        """The number meant."""
        return number_of(self.serial.data)


class ReturnForm(NumberForm):
    """A ballot was handed in."""

    by_proxy = BooleanField(_l("Handed in by the proxy, not by the owner"))
    day = DateField(_l("Handed in on"), validators=[InputRequired(_l("Choose the day."))])


class ExchangeForm(NumberForm):
    """A ballot came back spoiled; the home gets another."""

    flaw = SelectField(_l("Why"), choices=[SelectChoice(one.value, one.label) for one in BEFORE_THE_BOX])


def _heap(label):
    needed = InputRequired(_l("Write the number, 0 if there are none."))
    return IntegerField(label, validators=[needed, NumberRange(0, 1_000_000, _l("A number from 0 up."))])


class SheetForm(FlaskForm):
    """The hand count: three heaps."""

    returned = _heap(_l("How many lie in the box"))
    spoiled = _heap(_l("How many are spoiled and exchanged"))
    unreturned = _heap(_l("How many did not come back"))


class FlawField(FlaskForm):
    """Why a ballot in the box does not count; empty for one that does."""

    flaw = SelectField(
        _l("The ballot does not count, because"),
        choices=[
            SelectChoice("", _l("– it counts –")),
            *(SelectChoice(one.value, one.label) for one in IN_THE_BOX),
        ],
        validators=[Optional()],
        default="",
    )

    @property
    def found(self) -> Flaw | None:
        """The flaw, when one was chosen."""
        return Flaw(self.flaw.data) if self.flaw.data else None


class KeyForm(FlawField, NumberForm):
    """One ballot, read by one person; what is marked on it stands in ballot_forms.ballot_form."""


class SettleForm(FlawField):
    """A third person says what the ballot says, and why."""

    reason = TextAreaField(
        _l("Why it is to be read like this"), validators=[DataRequired(_l("Say why.")), REASON]
    )


class RulingForm(FlaskForm):
    """How a home's “that was not us” ends."""

    theirs = BooleanField(_l("Somebody of this home did hand the ballot in, and says so now"))
    reason = TextAreaField(
        _l("What was found, and who was asked"), validators=[DataRequired(_l("Say what was found.")), REASON]
    )


class AnnouncementForm(FlaskForm):
    """What the convening body announced."""

    words = TextAreaField(
        _l("The body's own announcement, word for word"),
        validators=[
            DataRequired(_l("Copy the announcement.")),
            Length(max=1000, message=_l("At most 1,000 characters, please.")),
        ],
    )
    announced_on = DateField(_l("Announced on"), validators=[InputRequired(_l("Choose the day."))])
