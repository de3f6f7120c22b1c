"""What is typed about codes: the one from the envelope, and how many to print."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange

from civic.accounts.household_codes import is_well_formed, normalised


class CodeForm(FlaskForm):
    """The code on the paper in the envelope."""

    code = StringField(_l("The code from your envelope"), validators=[DataRequired(_l("Type the code."))])

    def validate_code(self, field):
        """A slip of the finger is told at once and costs no try."""
        if field.data and not is_well_formed(normalised(field.data)):
            raise ValidationError(
                _("A sign is wrong: twelve signs, as printed. Look at the paper once more.")
            )


class PrintForm(FlaskForm):
    """How many envelopes."""

    number = IntegerField(
        _l("How many codes"),
        validators=[InputRequired(_l("Write a number.")), NumberRange(1, 100_000, _l("A number from 1 up."))],
    )
