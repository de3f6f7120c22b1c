"""What is typed in moderation."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from civic.moderation.models import ReasonCode
from civic.submissions import OnceForm

REASONS = [SelectChoice(code.value, code.label) for code in ReasonCode]


class ReportForm(OnceForm):
    """Why somebody should look."""

    reason = RadioField(
        _l("What is wrong with it?"), choices=REASONS, validators=[InputRequired(_l("Choose one."))]
    )
    words = TextAreaField(_l("Anything else we should know (not published)"), validators=[Length(max=300)])


class HidingForm(OnceForm):
    """The reason code of a hiding."""

    reason = RadioField(
        _l("Reason (everybody reads it)"), choices=REASONS, validators=[InputRequired(_l("Choose one."))]
    )


class ButtonForm(OnceForm):
    """One button."""


class AppealForm(OnceForm):
    """Why it should be shown."""

    words = TextAreaField(
        _l("Why should it be shown?"), validators=[InputRequired(_l("Please fill this in.")), Length(max=500)]
    )


class FirstLookForm(OnceForm):
    """The switch and its public reason."""

    is_on = BooleanField(_l("Look at every new comment before it appears (at most 24 hours)"))
    reason = StringField(_l("Why (everybody reads it)"), validators=[Length(max=200)])
