"""What is typed around minutes, notes, agreements and the stream."""

from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.database import local_today
from civic.errors import Refused
from civic.meetings.minutes_states import MOST_COMMENT_DAYS, CommentOutcome
from civic.meetings.note_workflow import LONGEST
from civic.meetings.stream_links import platform_link
from civic.meetings.stream_models import USUAL_DAYS
from civic.submissions import OnceForm

NEEDED = InputRequired(_l("Please fill this in."))


class NoteForm(FlaskForm):
    """A line of notes. Sent again it means the same: the version tells. So it needs no one-time key."""

    text = TextAreaField(_l("Note"), [NEEDED, Length(max=LONGEST)])
    item_id = SelectField(_l("Point of the agenda"), [Optional()], coerce=int, validate_choice=False)
    line_id = HiddenField()
    version = HiddenField()

    def offer(self, items):
        """The points of the agenda, and none."""
        self.item_id.choices = [SelectChoice(item.id, item.title) for item in items]
        self.item_id.choices.append(SelectChoice(0, _l("No point in particular")))
        return self

    def numbers(self):
        """(item, line, version) as numbers or None; whatever a stranger typed there is nothing."""
        typed = (self.item_id.data or None, self.line_id.data, self.version.data)
        return [int(one) if str(one or "").isdecimal() and len(str(one)) < 16 else None for one in typed]


class TextForm(FlaskForm):
    """The three parts of the minutes."""

    problem = TextAreaField(_l("The problem"), [NEEDED, Length(max=2000)])
    plan = TextAreaField(_l("The way we go"), [NEEDED, Length(max=4000)])
    telling = TextAreaField(_l("How everybody is told"), [NEEDED, Length(max=1000)])
    version = HiddenField()


class LayingOutForm(OnceForm):
    """How many days for comments."""

    comment_days = IntegerField(
        _l("Days for comments (0: they were read out in the room and agreed to)"),
        [NEEDED, NumberRange(0, MOST_COMMENT_DAYS, _l("Between 0 and 7 days are for comments."))],
        default=3,
    )


class CommentForm(OnceForm):
    """What is missing or wrong."""

    words = TextAreaField(_l("What is missing or wrong"), [NEEDED, Length(max=500)])


class CommentAnswerForm(OnceForm):
    """Taken in or not, and why."""

    outcome = RadioField(
        _l("How it is dealt with"),
        [NEEDED],
        choices=[SelectChoice(one.value, one.label) for one in CommentOutcome],
    )
    answer = TextAreaField(_l("What changed, or why the text stays"), [NEEDED, Length(max=500)])


class ConfirmationForm(OnceForm):
    """So it was."""

    version = HiddenField()


class RefusalForm(OnceForm):
    """So it was not."""

    reason = TextAreaField(_l("What was different"), [NEEDED, Length(max=500)])
    version = HiddenField()


class ErratumForm(OnceForm):
    """A dated correction."""

    was = TextAreaField(_l("What stands there now"), [NEEDED, Length(max=500)])
    now = TextAreaField(_l("What is right"), [NEEDED, Length(max=500)])
    reason = TextAreaField(_l("How the mistake came about"), [NEEDED, Length(max=300)])


class AgreementForm(OnceForm):
    """One thing agreed on: with who, by when and what done looks like it is whole."""

    what = StringField(_l("What was agreed"), [NEEDED, Length(max=120)])
    owner = SelectField(_l("Who does it"), coerce=int)
    due_on = DateField(_l("By when"), [Optional()])
    standard = TextAreaField(_l("What done looks like"), [Length(max=300)])

    def offer(self, bodies):
        """Who can take it on, or nobody yet."""
        self.owner.choices = [SelectChoice(0, _l("Not said yet"))]
        self.owner.choices += [SelectChoice(body.id, body.short_name) for body in bodies]
        return self


class DissentForm(OnceForm):
    """保留意见."""

    who = StringField(_l("Who does not go along (role or door, no names)"), [NEEDED, Length(max=60)])
    what = TextAreaField(_l("With what, and why"), [NEEDED, Length(max=300)])
    again_on = DateField(_l("Heard again on"), [NEEDED], default=lambda: local_today() + timedelta(days=30))
    row = SelectField(
        _l("Who of the list it is (not shown; told when the day is there)"), coerce=int, default=0
    )

    def offer(self, rows, named):
        """The lines of the attendance list with an account; `named(row)` says which is which."""
        self.row.choices = [SelectChoice(0, _l("Nobody of the list"))]
        self.row.choices += [SelectChoice(one.id, named(one)) for one in rows]
        return self


class HearingAgainForm(OnceForm):
    """What came of it."""

    outcome = TextAreaField(_l("What came of hearing it again"), [NEEDED, Length(max=300)])


class StreamForm(OnceForm):
    """Where the meeting can be watched, and until when."""

    url = StringField(_l("Address of the broadcast on the platform"), [NEEDED, Length(max=300)])
    captions_url = StringField(_l("Address of the captions, if they stand elsewhere"), [Length(max=300)])
    keep_until = DateField(
        _l("The link disappears on"), [NEEDED], default=lambda: local_today() + timedelta(days=USUAL_DAYS)
    )

    def validate_url(self, field):
        """Only a licensed platform."""
        _platform(field)

    def validate_captions_url(self, field):
        """The same, where there is one."""
        if field.data:
            _platform(field)


def _platform(field):
    try:
        field.data = platform_link(field.data, current_app.config["STREAM_HOSTS"])
    except Refused as refusal:
        raise ValidationError(f"{refusal.message} {refusal.next_step}") from None


class CutForm(OnceForm):
    """One tap; a reason may follow."""

    reason = StringField(_l("Why (everybody reads this)"), [Length(max=200)])


class ConsentForm(FlaskForm):
    """Film me, or do not. Tapping again replaces it."""
