"""What is chosen and typed about messages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, Regexp

from civic.accounts.forms import REQUIRED
from civic.notifications.choice_models import SmsChoice
from civic.submissions import OnceForm

MAIL_ADDRESS = r"^[^@\s<>,;:\"\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"


class ChoiceForm(FlaskForm):
    """How much by text message."""

    sms = RadioField(
        _l("When shall your telephone ring?"),
        validators=[REQUIRED],
        choices=[SelectChoice(each.value, each.label) for each in SmsChoice],
    )


class MailboxForm(OnceForm):
    """Where mail to a body goes; empty: nowhere."""

    body = SelectField(_l("Body"), coerce=int)
    address = StringField(
        _l("Office e-mail address"),
        validators=[
            Optional(),
            Length(max=200),
            Regexp(MAIL_ADDRESS, message=_l("That is not an e-mail address; like office@example.cn.")),
        ],
    )
