"""Forms of triage. Choices are filled by the view that knows the community's places."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from civic.issues import categories
from civic.issues.forms import Said, VersionedForm
from civic.issues.kinds import DeclineReason, IssueKind, LawfulChannel, Urgency

CHOOSE = _l("Please choose one.")


def _choices(words):
    return [SelectChoice(each.value, each.label) for each in words]


def grouped(tree):
    """Choices with groups from {group label: [(value, label), …]}."""
    return [
        SelectChoice(value, words, optgroup=str(group))
        for group, rows in tree.items()
        for value, words in rows
    ]


class AcceptanceForm(VersionedForm):
    """Take it on: what it is, where, how soon, and what everybody may read about it."""

    kind = SelectField(
        _l("What kind is it?"), [InputRequired(CHOOSE)], choices=_choices(IssueKind), coerce=IssueKind
    )
    category = SelectField(
        _l("What is it about?"), [InputRequired(CHOOSE)], choices=lambda: grouped(categories.choices())
    )
    urgency = SelectField(_l("How soon?"), [InputRequired(CHOOSE)], choices=_choices(Urgency), coerce=Urgency)
    place = SelectField(_l("Where?"), [InputRequired(CHOOSE)], coerce=int)
    title = StringField(
        _l("Title for everybody"), [Said(_l("Give it a title that a neighbour understands."), 40)]
    )
    summary = TextAreaField(
        _l("Summary for everybody"),
        [Said(_l("Write in two or three sentences what it is about, without names or room numbers."), 600)],
    )


class SummaryForm(VersionedForm):
    """The summary written anew after an objection."""

    title = StringField(
        _l("Title for everybody"), [Said(_l("Give it a title that a neighbour understands."), 40)]
    )
    summary = TextAreaField(
        _l("Summary for everybody"),
        [Said(_l("Write in two or three sentences what it is about, without names or room numbers."), 600)],
    )


class QuestionForm(VersionedForm):
    """One question to whoever raised it."""

    question = TextAreaField(_l("Your question"), [Said(_l("There is no question yet."), 500)])


class RedirectionForm(VersionedForm):
    """The lawful channel it belongs to, and how to get there."""

    channel = SelectField(_l("Where does it belong?"), choices=_choices(LawfulChannel), coerce=LawfulChannel)
    words = TextAreaField(
        _l("What to do there, in plain words"),
        [Said(_l("Say whom to call or where to go, in plain words."), 600)],
    )


class MergerForm(VersionedForm):
    """The number of the issue it is the same as."""

    into = IntegerField(
        _l("Number of the main issue"),
        [
            InputRequired(_l("Which issue is it the same as? Write its number.")),
            NumberRange(min=1, max=2**53, message=_l("That is not a number of an issue.")),
        ],
    )


class RefusalForm(VersionedForm):
    """Why it cannot be handled: a code for the statistics, words for the person."""

    code = SelectField(_l("Reason"), choices=_choices(DeclineReason), coerce=DeclineReason)
    words = TextAreaField(
        _l("The reason in plain words"),
        [Said(_l("Say why, as you would say it at the door. The resident reads exactly this."), 600)],
    )


class RulingForm(VersionedForm):
    """What comes of an appeal."""

    upheld = RadioField(
        _l("What comes of it?"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("yes", _l("Take it up again")), SelectChoice("no", _l("It stays as it was"))],
    )
    words = TextAreaField(_l("Why, in plain words"), [Said(_l("Say why, in plain words."), 600)])


class AnswerForm(VersionedForm):
    """What was done, for the reporter and everybody."""

    words = TextAreaField(_l("What was done?"), [Said(_l("Say in a sentence or two what was done."), 1000)])
