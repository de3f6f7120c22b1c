"""What people fill in around a decision and for a quick round."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from civic.database import local_today
from civic.decisions.models import Basis
from civic.submissions import OnceForm
from civic.topics.forms import labels, lines, pairs
from civic.topics.rules import MOST_OPTIONS, NOTICE_DAYS

NEEDED = DataRequired(_l("Please fill this in."))
QUICK_DAYS = 7


class DecisionForm(OnceForm):
    """Write a decision down."""

    title = StringField(_l("The decision in one line"), [NEEDED, Length(max=80)])
    text = TextAreaField(_l("Full text"), [NEEDED, Length(max=5000)])
    other_way = StringField(
        _l("If it asks for a face or a telephone: how does somebody without either get the same?"),
        [Length(max=200)],
    )
    basis = RadioField(_l("On what ground?"), [NEEDED], choices=labels(Basis))
    vote = SelectField(_l("Which vote?"), coerce=int, validators=[Optional()])
    basis_note = TextAreaField(
        _l("More about the ground: which law, which order, where the paper vote was counted"),
        [Length(max=1000)],
    )
    trial_until = DateField(_l("On trial until"), [Optional()])
    review_on = DateField(_l("Looked at again on"), [Optional()])
    doer = SelectField(_l("Who does it?"), coerce=int, validators=[Optional()])
    doer_due_on = DateField(_l("By when?"), [Optional()])
    notice_days = IntegerField(
        _l("Days on notice"), [InputRequired(), NumberRange(1, 60)], default=NOTICE_DAYS
    )


class BurdenForm(OnceForm):
    """The burden record."""

    affected = TextAreaField(_l("Who is affected?"), [Length(max=1000)])
    offered = TextAreaField(_l("What are they offered?"), [Length(max=1000)])
    their_reply = TextAreaField(_l("What do they say?"), [Length(max=1000)])
    nobody = BooleanField(_l("Nobody carries a burden; I sign this as convener"))


class NoticeForm(OnceForm):
    """Post it."""


class ObjectionForm(OnceForm):
    """Say something against it."""

    body = TextAreaField(
        _l("What do you hold against it?"),
        [NEEDED, Length(max=1000, message=_l("At most 1,000 characters, please."))],
    )


class AnswerForm(OnceForm):
    """Answer an objection."""

    answer = TextAreaField(_l("Answer, read by everybody"), [NEEDED, Length(max=1000)])


class ReasonForm(OnceForm):
    """A public reason."""

    reason = TextAreaField(_l("Reason, read by everybody"), [NEEDED, Length(max=1000)])


class QuickForm(OnceForm):
    """Five fields, the rest preset."""

    what = StringField(_l("What are we choosing?"), [NEEDED, Length(max=80)])
    options = TextAreaField(_l("What can be chosen? One option a line"), [NEEDED, Length(max=1500)])
    chooser = RadioField(
        _l("Who chooses?"),
        [NEEDED],
        choices=pairs(
            [
                ("advisory", _l("Every household, one voice each")),
                ("council", _l("The bodies at the council table, on one proposal")),
            ]
        ),
        default="advisory",
    )
    until = DateField(
        _l("Until when?"), [InputRequired()], default=lambda: local_today() + timedelta(days=QUICK_DAYS)
    )
    doer = SelectField(_l("Who does it afterwards?"), [InputRequired()], coerce=int)

    @property
    def choices_typed(self) -> list[str]:
        return lines(self.options.data)

    def validate_options(self, field):
        typed = self.choices_typed
        if self.chooser.data == "council":
            if len(typed) != 1:
                raise ValidationError(
                    _l("The bodies answer one proposal: write one line, or let the households choose.")
                )
        elif not 2 <= len(typed) <= MOST_OPTIONS:
            raise ValidationError(_l("Write at least two options and at most ten, one a line."))
        if len(set(typed)) != len(typed):
            raise ValidationError(_l("Two of the options are the same."))
        if any(len(one) > 60 for one in typed):
            raise ValidationError(_l("An option may have at most 60 characters."))

    def validate_until(self, field):
        if field.data and not local_today() < field.data <= local_today() + timedelta(days=60):
            raise ValidationError(_l("Choose a day from tomorrow to 60 days ahead."))
