"""What is typed when a table is set up, goes on, or a seat steps aside; and the kinds of tables."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.accounts.forms import REQUIRED, number_or_none
from civic.submissions import OnceForm

SEATS = NumberRange(3, 12, _l("A number from 3 to 12, please."))


class CouncilForm(OnceForm):
    """A new table: of which kind, where, called what, until when."""

    kind = SelectField(_l("What kind of council"), validators=[REQUIRED])
    place = SelectField(_l("For where"), coerce=int, validators=[REQUIRED])
    name = StringField(_l("What it is called"), validators=[REQUIRED, Length(max=80)])
    term_to = DateField(_l("Last day of its term"), validators=[Optional()])

    def offer(self, kinds, places):
        """Fill in kinds and places."""
        self.kind.choices = [SelectChoice(kind.key, kind.label) for kind in kinds]
        self.place.choices = [SelectChoice(place.id, place.label) for place in places]
        return self


class SeatForm(OnceForm):
    """A body for the next seat; the empty line makes a residents' seat."""

    body = SelectField(_l("Who gets the next seat"), coerce=number_or_none)

    def offer(self, bodies, has_residents):
        """Fill in the bodies that have none yet."""
        first = [SelectChoice("", _l("A resident, for themselves"))] if has_residents else []
        self.body.choices = first + [SelectChoice(str(body.id), body.short_name) for body in bodies]
        return self


class TermForm(OnceForm):
    """Until when it goes on."""

    term_to = DateField(_l("New last day"), validators=[REQUIRED])


class RecusalForm(OnceForm):
    """For which topic, and why."""

    topic = IntegerField(_l("Number of the topic"), validators=[InputRequired(_l("Please fill this in."))])
    reason = StringField(_l("Why we step aside"), validators=[REQUIRED, Length(max=200)])


class KindForm(OnceForm):
    """What a kind of council is called and how large its table is."""

    name = StringField(_l("Name"), validators=[REQUIRED, Length(max=40)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=60)])
    note = StringField(_l("What it is for"), validators=[Length(max=200)])
    seats_min = IntegerField(_l("Seats at least"), validators=[SEATS])
    seats_max = IntegerField(_l("Seats at most"), validators=[SEATS])
    has_residents = BooleanField(_l("Residents hold seats themselves"))


class NewKindForm(KindForm):
    """A kind nobody thought of: also what it is called in data, and how large a place it is for."""

    area = SelectField(_l("For places as large as"), validators=[REQUIRED])

    def offer(self, areas):
        """Fill in the sizes."""
        self.area.choices = [SelectChoice(area.value, area.label) for area in areas]
        return self


class HouseRulesForm(OnceForm):
    """A new version of the council's own text."""

    body = TextAreaField(_l("The house rules"), validators=[REQUIRED, Length(max=6000)])
    changed = StringField(_l("What is new, in a sentence"), validators=[Length(max=200)])
    how = StringField(_l("Adopted by whom, in which meeting"), validators=[REQUIRED, Length(max=200)])
    seen = IntegerField(validators=[Optional()])


class OrderForm(OnceForm):
    """A new version of the rules of order; the rules themselves are numbered fields of the page."""

    changed = StringField(_l("What is new, in a sentence"), validators=[Length(max=200)])
    how = StringField(_l("Adopted by whom, in which meeting"), validators=[REQUIRED, Length(max=200)])
    seen = IntegerField(validators=[Optional()])


class PledgeForm(OnceForm):
    """Who promises what by when, and how everybody can see it."""

    seat = SelectField(_l("Who promises"), coerce=int)
    what = StringField(_l("What"), validators=[REQUIRED, Length(max=200)])
    due_on = DateField(_l("By which day"), validators=[REQUIRED])
    standard = StringField(
        _l("How everybody can see that it is kept"), validators=[REQUIRED, Length(max=200)]
    )

    def offer(self, seats):
        """Fill in the seats."""
        self.seat.choices = [SelectChoice(seat.id, seat.short_name) for seat in seats]
        return self


class SettleForm(OnceForm):
    """What became of it."""

    state = SelectField(_l("What became of it"), validators=[REQUIRED])
    why = StringField(_l("Why, or where one can see it"), validators=[Length(max=200)])
