"""What is filled in about a motion."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from civic.meetings.live_forms import NEEDED, labels
from civic.meetings.live_states import Choice, Way
from civic.submissions import OnceForm

COUNT = [InputRequired(_l("Type a number, 0 too.")), NumberRange(0, 9999, _l("A number from 0 on."))]


class MotionForm(OnceForm):
    """The text, word by word, as hands will be counted on it."""

    text = TextAreaField(_l("The text, as it will be read aloud"), [NEEDED, Length(max=600)])


class FreezeForm(OnceForm):
    """Fix it; where there are bottom lines, say that none is broken, or which."""

    breaks = RadioField(
        _l("Does it break a bottom line?"), [InputRequired(_l("Please fill this in."))], coerce=int
    )

    def offer(self, lines):
        """Every line of the topic; without any there is nothing to ask."""
        self.breaks.choices = [
            SelectChoice(0, _l("None of them, somebody has looked")),
            *(SelectChoice(line.id, line.text) for line in lines),
        ]
        if not lines:
            del self.breaks


class WayForm(OnceForm):
    """How hands are counted."""

    way = RadioField(_l("How are hands counted?"), [NEEDED], choices=labels(Way))


class ChoiceForm(OnceForm):
    """One raised hand."""

    choice = RadioField(_l("Your hand"), [NEEDED], choices=labels(Choice))


class CountForm(OnceForm):
    """Hands as they were counted in the room."""

    agree = IntegerField(_l("Hands that agree"), COUNT)
    against = IntegerField(_l("Hands that disagree"), COUNT)
    abstain = IntegerField(_l("Hands that abstain"), COUNT)
