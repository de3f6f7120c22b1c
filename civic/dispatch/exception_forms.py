"""What is typed about objections, more time, the long-term list, exclusions and notices."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import local_today
from civic.dispatch.exception_states import ExclusionGround, HowGiven, ObjectionGround
from civic.submissions import OnceForm

REQUIRED = InputRequired(_l("Please fill this in."))
WORDS = [REQUIRED, Length(max=600, message=_l("At most 600 characters, please."))]
LINE = [REQUIRED, Length(max=60, message=_l("At most 60 characters, please."))]
NOBODY = 0


def choices(enum):
    """Codes with their plain words."""
    return [SelectChoice(each.value, each.label) for each in enum]


def later(days):
    """A preset day."""
    return lambda: local_today() + timedelta(days=days)


def bodies_choice(bodies, nobody):
    """Bodies by short name; first "nobody" in words that fit."""
    return [SelectChoice(NOBODY, nobody), *(SelectChoice(each.id, each.short_name) for each in bodies)]


class ObjectionForm(OnceForm):
    """Why a part is not ours: a ground of the regulation, in a sentence, and whose it is."""

    ground = RadioField(_l("Under which rule?"), [REQUIRED], choices=choices(ObjectionGround))
    words = TextAreaField(_l("Why does it hold here?"), WORDS)
    names_body = SelectField(_l("Whose is it instead?"), coerce=int, default=NOBODY)

    def offer(self, bodies):
        """Fill the list of whose it could be."""
        self.names_body.choices = bodies_choice(bodies, _l("I do not know"))
        return self


class ObjectionRulingForm(OnceForm):
    """Is it theirs or not, and where does it go?"""

    outcome = RadioField(
        _l("How do you rule?"),
        [REQUIRED],
        choices=[
            SelectChoice("rejected", _l("It is theirs: they accept it, the clock goes on")),
            SelectChoice("upheld", _l("It is not theirs")),
        ],
    )
    to = SelectField(_l("If it is not theirs, who gets it?"), coerce=int, default=NOBODY)
    words = TextAreaField(_l("Why? Both sides read this"), WORDS)

    def offer(self, bodies):
        """Fill the list of who could get it."""
        self.to.choices = bodies_choice(bodies, _l("Back to the dispatcher"))
        return self


class SiteCheckForm(OnceForm):
    """Who stood there together, when, and what they found."""

    held_on = DateField(_l("On which day?"), [REQUIRED], default=local_today)
    bodies = SelectMultipleField(
        _l("Who was there?"), [REQUIRED], coerce=int, option_widget=CheckboxInput(), widget=ListWidget()
    )
    others = StringField(_l("Who else, by role?"), [Optional(), Length(max=120)])
    finding = TextAreaField(_l("What did you find?"), WORDS)

    def offer(self, bodies):
        """Fill the list of who could have been there."""
        self.bodies.choices = [SelectChoice(each.id, each.short_name) for each in bodies]
        return self


class ExtensionForm(OnceForm):
    """A later day, why, and who tells the resident how often."""

    due_on = DateField(_l("Until which day?"), [REQUIRED])
    reason = TextAreaField(_l("Why does it take longer? The resident reads this"), WORDS)
    teller = StringField(
        _l("Who tells the resident how it goes? (role, not name)"), [REQUIRED, Length(max=40)]
    )
    every_days = IntegerField(
        _l("At least every how many days?"),
        [REQUIRED, NumberRange(1, 30, _l("Between 1 and 30 days, please."))],
        default=3,
    )


class RulingForm(OnceForm):
    """Yes or no of a second person, with a sentence."""

    outcome = RadioField(
        _l("How do you rule?"),
        [REQUIRED],
        choices=[SelectChoice("approved", _l("Approve")), SelectChoice("refused", _l("Refuse"))],
    )
    words = TextAreaField(_l("Why?"), WORDS)


class ExtensionRulingForm(RulingForm):
    """The same, and the hotline's number where the deadline is the hotline's."""

    hotline_ref = StringField(
        _l("Where the deadline came with the order: the number under which the hotline agreed"),
        [Optional(), Length(max=64)],
    )


class SayingForm(OnceForm):
    """One field: what a resident objects to, what is answered, told or found."""

    words = TextAreaField(_l("In your words"), WORDS)


class LongTermForm(OnceForm):
    """What it is stuck on, the plan, who keeps it, and when somebody looks again. Everybody reads this."""

    reason = TextAreaField(_l("What is it stuck on? (everybody reads this)"), WORDS)
    plan = TextAreaField(_l("What is the plan? (everybody reads this)"), WORDS)
    owner = SelectField(_l("Who keeps an eye on it?"), [REQUIRED], coerce=int)
    next_review_on = DateField(_l("When do you look again?"), [REQUIRED], default=later(30))

    def offer(self, bodies):
        """Fill the list of who can keep it."""
        self.owner.choices = [SelectChoice(each.id, each.short_name) for each in bodies]
        return self


class ReviewForm(OnceForm):
    """What was found at the look, and the next one."""

    finding = TextAreaField(_l("What did you find? (everybody reads this)"), WORDS)
    plan = TextAreaField(_l("A new plan, if there is one"), [Optional(), Length(max=600)])
    next_review_on = DateField(_l("When do you look again?"), [REQUIRED], default=later(30))
    version = HiddenField()


class ExclusionForm(OnceForm):
    """Why no rate is to count this order."""

    ground = RadioField(_l("Under which rule?"), [REQUIRED], choices=choices(ExclusionGround))
    words = TextAreaField(_l("Why does it hold here?"), WORDS)


class NoticeForm(OnceForm):
    """Whom a removal concerns, what has to go, why, what else is offered, and the earliest day."""

    whom = StringField(_l("Whom does it concern? (role, not name)"), LINE)
    what = StringField(_l("What has to go?"), [REQUIRED, Length(max=200)])
    why = TextAreaField(_l("Why? In plain words"), WORDS)
    offer = TextAreaField(_l("What else do you offer them?"), WORDS)
    given_on = DateField(_l("Told on which day?"), [REQUIRED], default=local_today)
    given_how = RadioField(_l("How?"), [REQUIRED], choices=choices(HowGiven))
    not_before = DateField(_l("Nothing is taken down before"), [REQUIRED], default=later(3))


class VisitForm(OnceForm):
    """回头看: when somebody was there again, and what they found."""

    visited_on = DateField(_l("On which day?"), [REQUIRED], default=local_today)
    finding = TextAreaField(_l("What did you find?"), WORDS)
