"""Forms of a vote: the two kinds of ballot, and what staff fill in."""

from datetime import datetime, time, timedelta
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.database import SHANGHAI, local_today
from civic.submissions import OnceForm
from civic.votes.regimes import RULES, Line, Regime
from civic.votes.states import REGIME_LABELS, VOICE_LABELS, Method, VoidReason
from civic.votes.tally import MOST_REASON, Choice, Voice, pack_voice


class CastFields(FlaskForm):
    """What is asked on the last page before the ballot goes into the box."""

    adult = BooleanField(_l("I am 18 or older and speak for our household."))
    replace = BooleanField(
        _l("We talked it over at home: put this ballot in the place of the one in the box.")
    )


class SingleChoiceForm(CastFields):
    """One option, and a mark beside each that the household cannot accept."""

    choice = RadioField(_l("Our choice"), validators=[InputRequired(_l("Choose one option."))])
    cannot = SelectMultipleField(
        _l("We cannot accept"),
        validators=[Optional()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, paper):
        """Put the letters of this ballot on the form."""
        self.choice.choices = self.cannot.choices = [SelectChoice(letter, letter) for letter in paper.letters]
        return self

    def validate_cannot(self, field):
        if self.choice.data and self.choice.data in (field.data or []):
            raise ValidationError(
                _(
                    "You chose %(letter)s and also marked it as not acceptable. Take one of the two back.",
                    letter=self.choice.data,
                )
            )

    def filled_in(self) -> dict:
        """What was ticked, as it is kept on the voter's own phone."""
        return {"choice": self.choice.data or "", "cannot": list(self.cannot.data or [])}

    def packed(self) -> bytes:
        """The ballot as bytes of one fixed length. Raises SpoiledBallot."""
        letters = [one.value for one in self.choice.choices]
        return Choice(self.choice.data, tuple(self.cannot.data or ())).check(letters).packed()


class VoiceForm(CastFields):
    """What a seat of the council says, and why."""

    voice = RadioField(
        _l("What our body says"),
        choices=[SelectChoice(voice.value, VOICE_LABELS[voice][0]) for voice in Voice],
        validators=[InputRequired(_l("Choose what your body says."))],
    )
    reason = TextAreaField(
        _l("Why"), validators=[Length(max=MOST_REASON, message=_l("At most %(max)d characters, please."))]
    )

    def offer(self, paper):
        return self

    def validate_reason(self, field):
        if self.voice.data == Voice.OBJECT.value and not (field.data or "").strip():
            raise ValidationError(_("Say why your body objects, and what would help."))

    def filled_in(self) -> dict:
        """What was said, as it is kept on the delegate's own phone."""
        return {"voice": self.voice.data or "", "reason": (self.reason.data or "").strip()}

    def packed(self) -> bytes:
        """The voice as bytes of one fixed length. Raises SpoiledBallot."""
        return pack_voice(Voice(self.voice.data), (self.reason.data or "").strip())


def ballot_form(paper, held=None):
    """The form of this paper; `held` is what was ticked before and kept."""
    form = SingleChoiceForm if paper.vote.method == Method.SINGLE else VoiceForm
    return form(data=held or None).offer(paper)


QUORUMS = {"1/3": _l("at least a third"), "1/2": _l("at least half"), "2/3": _l("at least two thirds")}
THRESHOLDS = {
    ">1/2": _l("more than half"),
    "2/3": _l("at least two thirds"),
    "3/4": _l("at least three quarters"),
}
HOURS = [SelectChoice(hour, f"{hour}:00") for hour in range(8, 23)]


def offered(words) -> list:
    """A dictionary of value and words as choices."""
    return [SelectChoice(value, label) for value, label in words.items()]


class VoteForm(OnceForm):
    """A vote on a topic: what is asked, of whom, until when, against which line."""

    regime = RadioField(
        _l("Who is asked?"),
        choices=[SelectChoice(one.value, REGIME_LABELS[one][0]) for one in Regime if RULES[one].opens_here],
        validators=[InputRequired(_l("Say who is asked."))],
    )
    question = StringField(
        _l("The question, in one line"),
        validators=[
            DataRequired(_l("Write the question.")),
            Length(max=120, message=_l("At most 120 characters, please.")),
        ],
    )
    about = TextAreaField(
        _l("What one should know before choosing"),
        validators=[Length(max=2000, message=_l("At most 2,000 characters, please."))],
    )
    closes_on = DateField(_l("Last day"), validators=[InputRequired(_l("Choose the last day."))])
    closes_hour = SelectField(_l("Closes at"), choices=HOURS, coerce=int, default=20)
    quorum = SelectField(_l("How many must take part"), choices=offered(QUORUMS), default="1/2")
    threshold = SelectField(_l("How many must name one option"), choices=offered(THRESHOLDS), default=">1/2")

    def validate_closes_on(self, field):
        if field.data and not local_today() <= field.data <= local_today() + timedelta(days=180):
            raise ValidationError(_("Choose a day from today on, within half a year."))

    def terms(self) -> dict:
        """The arguments of workflow.prepare."""
        closes = datetime.combine(self.closes_on.data, time(self.closes_hour.data), SHANGHAI)
        return {
            "regime": Regime(self.regime.data),
            "question": self.question.data.strip(),
            "about": (self.about.data or "").strip(),
            "closes_at": closes,
            "quorum": line_of(self.quorum.data),
            "threshold": line_of(self.threshold.data),
        }


def line_of(words: str) -> Line:
    """ ">1/2" or "2/3" as a Line."""
    return Line(Fraction(words.removeprefix(">")), strict=words.startswith(">"))


class VoidForm(FlaskForm):
    """Why a vote shall not count."""

    reason = SelectField(
        _l("Why it does not count"),
        choices=[SelectChoice(one.value, one.label) for one in VoidReason if one != VoidReason.KEY_LOST],
    )
    note = TextAreaField(
        _l("In plain words, for everybody"),
        validators=[
            DataRequired(_l("Tell everybody why.")),
            Length(max=500, message=_l("At most 500 characters, please.")),
        ],
    )
