"""What is written down about who speaks for a body."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from civic.accounts.forms import REQUIRED, PhoneField
from civic.councils.models import MandateRole
from civic.submissions import OnceForm


class PersonForm(OnceForm):
    """Somebody told by their number."""

    phone = PhoneField(_l("Their mobile number"), validators=[REQUIRED])
    person_id = HiddenField()  # who of those that share the number


class AppointForm(PersonForm):
    """Who speaks for a seat from today on, and how."""

    role = RadioField(_l("Speaks as"), validators=[REQUIRED])

    def offer(self, roles):
        """The first of them is ticked where none is yet."""
        self.role.choices = [SelectChoice(role.value, role.label) for role in roles]
        if self.role.choices and self.role.data in (None, "None"):
            self.role.data = self.role.choices[0].value
        return self

    @property
    def chosen(self) -> MandateRole:
        """The role that was chosen."""
        return MandateRole(self.role.data)


class OfficerForm(PersonForm):
    """Who handles what is sent to a body, until when."""

    body = SelectField(_l("Of which body"), coerce=int)
    until = DateField(_l("Last day"), validators=[Optional()])

    def offer(self, bodies):
        """Fill in the bodies."""
        self.body.choices = [SelectChoice(*body) for body in bodies]
        return self
