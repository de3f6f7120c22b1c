"""The figures of a vote held elsewhere, as its notice gives them."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.submissions import OnceForm
from civic.votes.outside import Figures

MOST = 10_000_000
LONG = Length(max=1000, message=_l("At most 1,000 characters, please."))


def _heads(label):
    needed = InputRequired(_l("Fill in this figure of the notice."))
    return IntegerField(label, validators=[needed, NumberRange(0, MOST, _l("A number from 0 up."))])


def _area(label):
    return DecimalField(
        label, places=2, validators=[Optional(), NumberRange(0, MOST, _l("A number from 0 up."))]
    )


class OutsideForm(OnceForm):
    """Who voted on what, when, with which figures, and where that can be seen."""

    question = StringField(
        _l("What was voted on, in one line"),
        validators=[DataRequired(_l("Write what was voted on.")), Length(max=120)],
    )
    convened_by = StringField(
        _l("Which body held the vote"),
        validators=[DataRequired(_l("Write which body held it.")), Length(max=120)],
    )
    held_on = DateField(_l("On which day"), validators=[InputRequired(_l("Choose the day."))])
    heads_whole = _heads(_l("How many are there in all"))
    heads_part = _heads(_l("How many took part"))
    heads_yes = _heads(_l("How many agreed"))
    heads_no = _heads(_l("How many did not agree"))
    area_whole = _area(_l("Floor area in all, m²"))
    area_part = _area(_l("Floor area that took part, m²"))
    area_yes = _area(_l("Floor area that agreed, m²"))
    area_no = _area(_l("Floor area that did not agree, m²"))
    evidence = TextAreaField(
        _l("Where the papers can be seen"),
        validators=[DataRequired(_l("Write where they can be seen.")), LONG],
    )
    announcement = TextAreaField(_l("The body's own announcement, word for word"), validators=[LONG])
    announced_on = DateField(_l("Announced on"), validators=[Optional()])

    def heads(self) -> Figures:
        """The figures by heads."""
        return Figures(*(self[f"heads_{name}"].data for name in ("whole", "part", "yes", "no")))

    def areas(self) -> Figures | None:
        """The figures by area in 0.01 m², None when there are none."""
        found = [self[f"area_{name}"].data for name in ("whole", "part", "yes", "no")]
        if any(one is None for one in found):
            return None
        return Figures(*(int((Decimal(one) * 100).to_integral_value()) for one in found))

    def told(self) -> dict:
        """Everything else that outside.enter_result takes."""
        names = ("question", "convened_by", "evidence", "announcement")
        words = {name: (self[name].data or "").strip() for name in names}
        return words | {"held_on": self.held_on.data, "announced_on": self.announced_on.data}
