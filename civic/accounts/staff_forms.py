"""What the administrator types: finding somebody, giving a role."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from civic.accounts.forms import REQUIRED, PhoneField
from civic.accounts.roles import PLACE_ROLES, SITE_ROLES, Role
from civic.submissions import OnceForm

# Delegates are given on the council's page, residents come with their home.
GIVEN_HERE = (
    Role.DOOR_STEWARD,
    Role.COMMUNITY_STAFF,
    Role.SECRETARY,
    Role.STREET_STAFF,
    Role.DISTRICT_STAFF,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


class RoleForm(OnceForm):
    """Who gets which role, where, until when."""

    phone = PhoneField(_l("Their mobile number"), validators=[REQUIRED])
    person_id = HiddenField()
    role = SelectField(
        _l("Role"), validators=[REQUIRED], choices=[SelectChoice(r.value, r.label) for r in GIVEN_HERE]
    )
    place = SelectField(_l("Where (for door stewards: their door)"), coerce=int)
    until = DateField(_l("Last day"), validators=[Optional()])

    def offer(self, options):
        """Fill in the places."""
        self.place.choices = [SelectChoice(*option) for option in options]
        return self

    @property
    def where(self):
        """The place id of a role that has one."""
        return None if Role(self.role.data) in SITE_ROLES else self.place.data

    def validate_place(self, found):
        if Role(self.role.data) in PLACE_ROLES and not found.data:
            raise ValidationError(_l("This role needs to know where."))
