"""Forms of the hotline's files: handing one in, taking it in, asking for an export."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from civic.database import local_today
from civic.issues.forms import VersionedForm
from civic.submissions import OnceForm

HOTLINE = "12345"


class HotlineFileForm(OnceForm):
    """A file, where it comes from and whose orders they are when the place says nothing."""

    file = FileField(_l("The hotline's file (.xlsx or .csv)"), [FileRequired(_l("Choose the file."))])
    community = SelectField(_l("Whose orders are they, where the place names no community?"), coerce=int)
    source = StringField(
        _l("Which hotline?"), [InputRequired(_l("Say which hotline it is from.")), Length(max=32)],
        default=HOTLINE,
    )  # fmt: skip


class TakeInForm(VersionedForm):
    """Take it in; names and numbers only with an authorisation, all three of its fields."""

    allowed_by = StringField(_l("Who allowed it? (office)"), [Optional(), Length(max=100)])
    reference = StringField(_l("Under which reference?"), [Optional(), Length(max=100)])
    retain_until = DateField(_l("Delete them after which day?"), [Optional()])

    @property
    def is_authorised(self) -> bool:
        return bool(self.allowed_by.data or self.reference.data or self.retain_until.data)

    def validate(self, extra_validators=None):
        """All three or none, and a day to come."""
        good = super().validate(extra_validators)
        if not good or not self.is_authorised:
            return good
        missing = [each for each in (self.allowed_by, self.reference, self.retain_until) if not each.data]
        for field in missing:
            field.errors = [
                _l("Who allowed it, the reference and the day belong together; or leave all three empty.")
            ]
        if not missing and self.retain_until.data <= local_today():
            self.retain_until.errors = [_l("That day is over.")]
        return not self.errors


class ExportForm(OnceForm):
    """One button: write back what has changed."""

    source = StringField(validators=[InputRequired(), Length(max=32)])
    street = IntegerField(validators=[InputRequired()])
