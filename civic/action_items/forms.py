"""What is typed about action items."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from civic.action_items import doers
from civic.database import local_today
from civic.issues.triage_forms import CHOOSE
from civic.submissions import OnceForm

REQUIRED = InputRequired(_l("Please fill this in."))
USUAL_DAYS = 7


def in_a_week():
    """The preset day."""
    return local_today() + timedelta(days=USUAL_DAYS)


def _number(value):
    return int(value) if value else None


class PromiseForm(OnceForm):
    """Who, what, by when, and what done looks like: the whole of 直接办."""

    owner = SelectField(_l("Who does it"), coerce=_number, validators=[InputRequired(CHOOSE)])
    what = StringField(_l("What is to be done"), validators=[REQUIRED, Length(max=120)])
    due_on = DateField(_l("By when"), validators=[REQUIRED], default=in_a_week)
    standard = TextAreaField(_l("What done looks like"), validators=[REQUIRED, Length(max=300)])

    def offer(self, bodies, community_id, likely=()):
        """Fill the list of who can take it on, the likely first; its first line is nobody."""
        groups = doers.grouped(bodies, community_id, likely)
        self.owner.choices = [SelectChoice("", CHOOSE)] + [
            SelectChoice(body.id, body.short_name, optgroup=words)
            for words, members in groups.items()
            for body in members
        ]
        return self


class NoteForm(OnceForm):
    """Progress."""

    words = TextAreaField(_l("How it is going"), validators=[REQUIRED, Length(max=500)])


class PostponementForm(OnceForm):
    """A later day with its reason."""

    due_on = DateField(_l("New day"), validators=[REQUIRED])
    reason = TextAreaField(_l("Why it takes longer"), validators=[REQUIRED, Length(max=300)])


class CompletionForm(OnceForm):
    """Done, with evidence."""

    words = TextAreaField(_l("What was done"), validators=[REQUIRED, Length(max=500)])
    seen_at = StringField(
        _l("If a photo cannot show it: where can anybody see that it is done?"), validators=[Length(max=200)]
    )


class ReopeningForm(OnceForm):
    """Not done after all."""

    words = TextAreaField(_l("What is still missing"), validators=[REQUIRED, Length(max=300)])


class ReleaseForm(OnceForm):
    """Nobody will do it."""

    reason = TextAreaField(
        _l("Why it is let go (everybody reads this)"), validators=[REQUIRED, Length(max=300)]
    )


class ConfirmationForm(OnceForm):
    """One button."""


class BacklogForm(OnceForm):
    """Why not yet, and when we look again."""

    reason = TextAreaField(
        _l("Why it cannot be done yet (everybody reads this)"), validators=[REQUIRED, Length(max=300)]
    )
    next_look_on = DateField(_l("When we look again"), validators=[REQUIRED], default=in_a_week)
