"""What is filled in about the roll: owners with several homes, objections, answers, proxies."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from civic.accounts.phones import normalised
from civic.submissions import OnceForm
from civic.votes.ceremony_forms import lines_of
from civic.votes.paper_forms import NumberForm
from civic.votes.paper_serials import number_of
from civic.votes.roll_models import Basis

MOST_TYPED = 400_000  # characters; a field that is no file may not be longer than 512 KB
WORDS = Length(max=500, message=_l("At most 500 characters, please."))


class OwnerForm(OnceForm):
    """Which homes belong to one owner; the owner's name is not asked."""

    homes = TextAreaField(
        _l("Homes of one owner, one a line"),
        validators=[DataRequired(_l("Write the homes.")), Length(max=20_000)],
    )
    basis = SelectField(
        _l("By which paper it is known"), choices=[SelectChoice(one.value, one.label) for one in Basis]
    )

    @property
    def lines(self) -> list[str]:
        """The homes as written."""
        return lines_of(self.homes)


class OwnersFileForm(FlaskForm):
    """A register as a file, to be looked through."""

    file = FileField(_l("The list as a CSV file"), validators=[FileRequired(_l("Choose the file."))])
    basis = SelectField(
        _l("By which paper it is known"), choices=[SelectChoice(one.value, one.label) for one in Basis]
    )


class OwnersListForm(OnceForm):
    """What was looked through, without names, to be written."""

    lines = HiddenField(validators=[DataRequired(_l("Choose the file.")), Length(max=MOST_TYPED)])
    known_by = HiddenField(validators=[AnyOf([one.value for one in Basis])])


class ObjectionForm(OnceForm):
    """What is wrong with the line of one's home."""

    home = RadioField(_l("For which home"), coerce=int, validators=[InputRequired(_l("Choose the home."))])
    words = TextAreaField(_l("What is wrong"), validators=[DataRequired(_l("Say what is wrong.")), WORDS])


class AnswerForm(FlaskForm):
    """How an objection ends, with the reason."""

    upheld = BooleanField(_l("The home is right: the roll is put in order and drawn again"))
    reason = TextAreaField(
        _l("What was found, and who was asked"), validators=[DataRequired(_l("Say what was found.")), WORDS]
    )


class ProxyForm(NumberForm):
    """An owner's writing was shown: somebody else hands the ballot in."""

    phone = StringField(
        _l("The holder's mobile number"), validators=[DataRequired(_l("Write the holder's mobile number."))]
    )
    own = StringField(_l("The holder's own ballot, if there is one"))
    written_on = DateField(_l("Date of the writing"), validators=[InputRequired(_l("Choose the day."))])

    def validate_phone(self, field):
        if field.data and normalised(field.data) is None:
            raise ValidationError(_("This is no mobile number. Eleven digits, please."))

    def validate_own(self, field):
        if field.data and number_of(field.data) is None:
            raise ValidationError(_("Type the number on it, for example 0012."))

    def given(self) -> dict:
        """The arguments of proxies.give."""
        return {
            "number": self.number,
            "phone": normalised(self.phone.data),
            "holder_number": number_of(self.own.data) if self.own.data else None,
            "written_on": self.written_on.data,
        }
