"""What people fill in for arguments, suggestions and what is at stake for them."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from civic.submissions import OnceForm
from civic.topics.affected_models import InterestKind
from civic.topics.argument_models import LONGEST, Degree, Side
from civic.topics.arguments import home_named
from civic.topics.forms import NEEDED, SHORT, labels, pairs
from civic.topics.naming import names_a_home

BRIEF = Length(min=4, max=LONGEST, message=_l("Write 4 to 200 characters."))


def no_home(form, field):
    """A neighbour's flat or telephone is not written here; the words stay in the field."""
    if named := names_a_home(field.data):
        raise ValidationError(home_named(named))


class ArgumentForm(OnceForm):
    """One short reason."""

    side = RadioField(_l("Which column?"), [NEEDED], choices=labels(Side))
    theme = SelectField(_l("Which theme?"), coerce=int, validators=[Optional()])
    body = TextAreaField(_l("Your reason, in a sentence or two"), [NEEDED, BRIEF, no_home])


class ThemesForm(OnceForm):
    """What arguments are grouped by."""

    themes = TextAreaField(_l("Themes, one a line"), [NEEDED, Length(max=300)])


class SuggestionForm(OnceForm):
    """What must, should, should not or must not be."""

    degree = RadioField(_l("How strongly?"), [NEEDED], choices=labels(Degree))
    body = StringField(_l("What? For example: the bins are washed every day"), [NEEDED, BRIEF, no_home])


class FulfilmentForm(OnceForm):
    """Whether a suggestion is kept."""

    fulfilled = RadioField(
        _l("Is it so now?"), [NEEDED], choices=pairs([("yes", _l("Yes, it is so")), ("no", _l("Not yet"))])
    )
    words = TextAreaField(_l("One sentence everybody reads"), SHORT)


class InterestForm(OnceForm):
    """What is at stake for me."""

    kind = RadioField(_l("What is at stake for you?"), [NEEDED], choices=labels(InterestKind))


class InvitationForm(OnceForm):
    """Whoever is complained about may answer."""

    as_whom = StringField(
        _l("As whom are they shown? A role, no name"), [NEEDED, Length(min=2, max=40), no_home]
    )
    body = SelectField(_l("Is it a body with an account here?"), coerce=int, validators=[Optional()])


class ReplyForm(OnceForm):
    """Their answer."""

    body = TextAreaField(_l("Your answer, read by everybody"), [*SHORT, no_home])


class LevelForm(OnceForm):
    """To which level, and why."""

    level = RadioField(_l("To which level?"), [InputRequired()])
    reason = TextAreaField(_l("Why can it not be settled where it is? Read by everybody"), SHORT)


class JoiningForm(OnceForm):
    """Which topics below go on in this one; which ones is read from the checkboxes."""

    reason = TextAreaField(_l("Why are they talked over together? Read by everybody"), SHORT)
