"""Forms of the page of categories."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from civic.issues import categories
from civic.issues.category_tree import MOST_LEVELS
from civic.issues.forms import Said
from civic.submissions import OnceForm

MOST_QUESTIONS, MOST_QUESTION = 3, 60
NAME = Said(_l("Give it a name that a neighbour understands."), 40)


class CategoryForm(OnceForm):
    """Another category, at the top or under one that is there."""

    parent = SelectField(_l("Under which?"), [Optional()], default="")
    label = StringField(_l("Name"), [NAME])

    def offer(self):
        """Fill the list of those it can stand under."""
        rows = [node for node in categories.tree().below() if node.level < MOST_LEVELS]
        shown = [SelectChoice(node.code, categories.path_label(node.code)) for node in rows]
        self.parent.choices = [SelectChoice("", _("At the top")), *shown]
        return self


class CategoryChangeForm(OnceForm):
    """What one category is called, where it stands, and what is asked and said first."""

    version = HiddenField()
    label = StringField(_l("Name"), [NAME])
    position = IntegerField(
        _l("Place among its neighbours"),
        [InputRequired(_l("Write a number.")), NumberRange(0, 100_000, _l("Write a number."))],
    )
    is_active = BooleanField(_l("Can be chosen"))
    questions = TextAreaField(_l("Short questions, one a line"), [Optional()])
    divert_text = StringField(
        _l("What to do first, if it cannot wait"),
        [Optional(), Length(max=120, message=_l("At most 120 characters, please."))],
    )
    divert_phone = SelectField(_l("Number to call"), [Optional()], default="")

    def offer(self):
        """Fill the list of numbers from the settings."""
        known = [
            SelectChoice(name, f"{_(name)} {number}") for name, number in current_app.config["EMERGENCY"]
        ]
        self.divert_phone.choices = [SelectChoice("", _("No number to call")), *known]
        return self

    def lines(self):
        """The questions as typed, without empty lines."""
        return [line.strip() for line in (self.questions.data or "").splitlines() if line.strip()]

    def validate_questions(self, field):
        """At most three, each short: nobody answers a questionnaire on the stairs."""
        if len(self.lines()) > MOST_QUESTIONS or any(len(line) > MOST_QUESTION for line in self.lines()):
            raise ValidationError(
                _(
                    "At most %(most)s questions of %(long)s characters.",
                    most=MOST_QUESTIONS,
                    long=MOST_QUESTION,
                )
            )

    def validate_divert_phone(self, field):
        """A number needs the sentence that says when to call it."""
        if field.data and not (self.divert_text.data or "").strip():
            raise ValidationError(_("Say when to call it, too."))


def filled(node):
    """The form of a category as it stands now."""
    form = CategoryChangeForm(
        formdata=None, version=node.version, label=str(node.label), position=node.position,
        is_active=node.is_active, questions="\n".join(str(each) for each in node.questions),
        divert_text=str(node.divert_text), divert_phone=node.divert_phone,
    )  # fmt: skip
    return form.offer()
