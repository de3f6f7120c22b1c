"""What is typed around statements. A tap is a form too: it may come twice and means the same."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from civic.submissions import OnceForm
from civic.topics.statement_models import LONGEST


class StatementForm(OnceForm):
    """One sentence others agree with or not."""

    body = TextAreaField(
        _l("Your sentence"),
        [
            DataRequired(_l("Please fill this in.")),
            Length(max=LONGEST, message=_l("At most 140 characters: one thought a sentence.")),
        ],
    )


class AnswerForm(FlaskForm):
    """A tap on agree, disagree or pass: no one-time key, since tapping again replaces it."""
