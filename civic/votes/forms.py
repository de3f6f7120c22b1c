"""What staff fill in about a vote; ballots are in ballot_forms.py."""

from datetime import datetime, time, timedelta
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.database import SHANGHAI, local_today
from civic.submissions import OnceForm
from civic.topics.forms import fen_of
from civic.votes.methods import ADVICE, METHOD_LABELS, OF_MONEY, SCORE_MOST
from civic.votes.regimes import RULES, Line, Regime
from civic.votes.states import REGIME_LABELS, Method, VoidReason, VoteState
from civic.votes.terms import BudgetRule, TieRule

QUORUMS = {"1/3": _l("at least a third"), "1/2": _l("at least half"), "2/3": _l("at least two thirds")}
THRESHOLDS = {
    ">1/2": _l("more than half"),
    "2/3": _l("at least two thirds"),
    "3/4": _l("at least three quarters"),
}
SHARED_POINTS = 10  # of a household, when nothing else is written
BUDGET_RULES = {
    BudgetRule.GREEDY: _l("Down the list: the most supported that still fits, then the next"),
    BudgetRule.EQUAL_SHARES: _l(
        "By equal shares: every household has an equal part of the sum and pays for what it supports"
    ),
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
    method = RadioField(
        _l("How is the ballot filled in?"),
        choices=[SelectChoice(one.value, METHOD_LABELS[one][0]) for one in ADVICE],
        default=Method.SINGLE.value,
    )
    cannot_accept = BooleanField(_l("Beside each option one can mark: we cannot accept this"), default=True)
    by_code = BooleanField(_l("Everybody draws a code from a sealed envelope; no account is needed"))
    points = IntegerField(_l("How many points"), validators=[Optional(), NumberRange(1, 100)])
    budget = StringField(_l("How much there is to give out, in yuan"), validators=[Length(max=14)])
    budget_rule = RadioField(
        _l("How the sum is given"),
        choices=offered(BUDGET_RULES),
        default=BudgetRule.GREEDY.value,
    )
    lot = BooleanField(_l("A tie is decided by a public draw"))
    draw_source = StringField(
        _l("Which draw"), validators=[Length(max=200, message=_l("At most 200 characters, please."))]
    )
    quorum = SelectField(_l("How many must take part"), choices=offered(QUORUMS), default="1/2")
    threshold = SelectField(_l("How many must name one option"), choices=offered(THRESHOLDS), default=">1/2")

    def validate_closes_on(self, field):
        if field.data and not local_today() <= field.data <= local_today() + timedelta(days=180):
            raise ValidationError(_("Choose a day from today on, within half a year."))

    def validate_budget(self, field):
        asked = self.method.data in OF_MONEY and self.regime.data == Regime.ADVISORY
        if asked and not isinstance(fen_of(field.data), int):
            raise ValidationError(_("Write a sum in yuan, for example 30000."))

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
        } | self._of_the_regime()

    def _of_the_regime(self) -> dict:
        """What the regime leaves to us: everything of advice, nothing of a vote by law."""
        if self.regime.data == Regime.ADVISORY:
            return self.ballot_terms()
        return {} if self.regime.data == Regime.COUNCIL else {"cannot_accept": False}

    def ballot_terms(self) -> dict:
        """How the ballot is filled in, what a tie means, and what there is to share out."""
        method = Method(self.method.data)
        terms = {"method": method, "cannot_accept": self.cannot_accept.data, "by_code": self.by_code.data}
        if method == Method.SCORE:
            terms["points_most"] = self.points.data or SCORE_MOST
        if method in OF_MONEY:
            terms |= {"budget_fen": fen_of(self.budget.data), "cannot_accept": False}
            terms["budget_rule"] = BudgetRule(self.budget_rule.data)
        if method == Method.POINTS:
            terms["points_most"] = self.points.data or SHARED_POINTS
        if self.lot.data:
            terms |= {"tie_rule": TieRule.LOT, "draw_source": (self.draw_source.data or "").strip()}
        return terms


def line_of(words: str) -> Line:
    """ ">1/2" or "2/3" as a Line."""
    return Line(Fraction(words.removeprefix(">")), strict=words.startswith(">"))


class VoidForm(FlaskForm):
    """Why a vote shall not count."""

    reason = SelectField(_l("Why it does not count"))
    note = TextAreaField(
        _l("In plain words, for everybody"),
        validators=[
            DataRequired(_l("Tell everybody why.")),
            Length(max=500, message=_l("At most 500 characters, please.")),
        ],
    )


def void_form(vote) -> VoidForm:
    """The form with the reasons that can be true of this vote: only holders can say that shares are lost."""
    form = VoidForm()
    form.reason.choices = [
        SelectChoice(one.value, one.label)
        for one in VoidReason
        if one != VoidReason.KEY_LOST or vote.state == VoteState.SEALED
    ]
    return form


class ExtensionForm(OnceForm):
    """Until when instead, and why."""

    closes_on = DateField(_l("Until which day"), validators=[InputRequired(_l("Choose the day."))])
    closes_hour = SelectField(_l("Until which hour"), choices=HOURS, coerce=int, default=20)
    reason = TextAreaField(
        _l("Why more time is given"),
        validators=[
            DataRequired(_l("Say why.")),
            Length(max=500, message=_l("At most 500 characters, please.")),
        ],
    )

    @property
    def until(self) -> datetime:
        """The new close."""
        return datetime.combine(self.closes_on.data, time(self.closes_hour.data), SHANGHAI)
