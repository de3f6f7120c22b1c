"""Forms of the dispatch table and of the community's list."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import local_today
from civic.dispatch import table_places
from civic.dispatch.states import LegRole
from civic.issues.forms import Said
from civic.issues.triage_forms import CHOOSE, grouped
from civic.submissions import OnceForm

WHY = Said(_l("Say why in a few words; everybody who reads the list sees it."), 200)


def _number(value):
    """A body's number; None for the empty choice."""
    return int(value) if value else None


class RuleForm(OnceForm):
    """What goes to whom, where, from when, and why."""

    category = SelectField(_l("What is it about?"), [Optional()], default="")
    place = SelectField(_l("Where?"), [InputRequired(CHOOSE)], coerce=int)
    lead = SelectField(_l("Who leads"), [InputRequired(CHOOSE)], coerce=_number)
    assists = SelectMultipleField(
        _l("Who assists"), [Optional()], coerce=int, option_widget=CheckboxInput(), widget=ListWidget()
    )
    valid_from = DateField(_l("From which day"), [InputRequired(CHOOSE)], default=local_today)
    reason = StringField(_l("Why"), [WHY])

    def offer(self, street, bodies):
        """Fill the lists with what the street has. Args: bodies — those that serve it."""
        chosen = [SelectChoice(body.id, body.short_name) for body in bodies]
        self.place.choices = [SelectChoice(*each) for each in table_places.place_choices(street)]
        self.lead.choices, self.assists.choices = [SelectChoice("", CHOOSE), *chosen], chosen
        every = SelectChoice("", _("Everything without a rule of its own"))
        self.category.choices = [every, *grouped(table_places.category_groups())]
        return self


class EndForm(OnceForm):
    """Why it ends."""

    reason = StringField(_l("Why does it end?"), [WHY])


class DutyForm(OnceForm):
    """What a community does in a category, and why it says so."""

    category = SelectField(_l("What is it about?"), [InputRequired(CHOOSE)])
    role = RadioField(
        _l("What does the community do?"),
        [InputRequired(CHOOSE)],
        coerce=LegRole,
        choices=[
            SelectChoice(LegRole.LEAD.value, _l("It leads: does it itself")),
            SelectChoice(LegRole.ASSIST.value, _l("It only assists: a department leads")),
        ],
    )
    reason = StringField(_l("Why"), [WHY])

    def offer(self):
        """Fill the list of categories."""
        self.category.choices = grouped(table_places.category_groups())
        return self
