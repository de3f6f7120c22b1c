"""What is filled in around visits and surveys."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from civic.database import local_today
from civic.submissions import OnceForm
from civic.topics.forms import NEEDED, SHORT, labels
from civic.topics.need_models import NeedKind
from civic.topics.surveying import LONGEST_LINE


class VisitForm(OnceForm):
    """A visit at a door."""

    visited_on = DateField(_l("Visited on which day?"), [InputRequired()], default=local_today)
    door = SelectField(_l("At which door?"), [InputRequired()], coerce=int)
    need = SelectField(_l("What was needed?"), [NEEDED], choices=labels(NeedKind))
    note = TextAreaField(_l("Note, for staff only; gone after a year"), [Length(max=1000)])


class LookForm(OnceForm):
    """Why the notes are read."""

    reason = TextAreaField(_l("Why do you read the notes? It is kept"), SHORT)


class LineLookForm(OnceForm):
    """Why the free lines of a survey are read."""

    reason = TextAreaField(_l("Why do you read the lines? It is kept"), SHORT)


class SurveyForm(OnceForm):
    """A short questionnaire, typed as it is read: a question, its choices below, then an empty line."""

    title = StringField(_l("What is it about, in one line?"), [NEEDED, Length(max=80)])
    why = TextAreaField(_l("What for?"), [Length(max=1000)])
    questions = TextAreaField(_l("Questions"), [NEEDED, Length(max=4000)])
    line = StringField(_l("What may be answered in one free line?"), [Length(max=80)])
    days = IntegerField(_l("Days to answer"), [InputRequired(), NumberRange(1, 60)], default=14)

    def validate_questions(self, field):
        if not all(len(one["choices"]) >= 2 for one in parsed(field.data)):
            raise ValidationError(_("Put at least two choices under each question, one a line."))


def parsed(typed: str) -> list[dict]:
    """Blocks of lines as questions: the first line asks, the others are what can be ticked. Pure."""
    blocks, block = [], []
    for line in [*(typed or "").splitlines(), ""]:
        line = line.strip().lstrip("-·*□○ ").strip()
        if line:
            block.append(line[:80])
        elif block:
            blocks.append(block)
            block = []
    return [{"text": first, "choices": list(dict.fromkeys(choices))} for first, *choices in blocks]


class SurveyAnswerForm(OnceForm):
    """The free line; what was ticked is read by `ticked`."""

    line = StringField(_l("In one line"), [Length(max=LONGEST_LINE)])


def ticked(sent, questions) -> list:
    """One choice for each question, or None; inputs are `question-<number>`."""
    found = []
    for number, asked in enumerate(questions):
        value = sent.get(f"question-{number}", "")
        known = value.isdecimal() and len(value) < 3 and int(value) < len(asked["choices"])
        found.append(int(value) if known else None)
    return found
