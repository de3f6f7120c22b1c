"""Forms of raising an issue and of whoever raised it. They never touch the database."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional, StopValidation

from civic.issues.kinds import Channel, Visibility
from civic.issues.voices import MAX_COMMENT
from civic.issues.workflow import MAX_WORDS
from civic.submissions import OnceForm

PASSED_ON = (Channel.STEWARD, Channel.VISIT, Channel.PHONE, Channel.PAPER)


class Said:
    """Validator: at least one visible character, at most `most`; both sentences are plain."""

    field_flags = {"required": True}

    def __init__(self, empty, most):
        self.empty, self.most = empty, most

    def __call__(self, form, field):
        words = (field.data or "").strip()
        if not words:
            raise StopValidation(self.empty)
        if len(words) > self.most:
            raise StopValidation(
                _l(
                    "That is %(much)s characters; at most %(most)s fit. Shorten it; nothing is lost.",
                    much=len(words),
                    most=self.most,
                )
            )


class VersionedForm(OnceForm):
    """A form about an issue as it was when shown: `version` lets a second writer be told (409).

    Its one-time key tells that second writer from a second click of the first.
    """

    version = HiddenField()


class WordsForm(FlaskForm):
    """The first screen: what happened, in one's own words."""

    words = TextAreaField(
        _l("What is it about?"),
        [Said(_l("There are no words yet. Say in one sentence what happened and where."), MAX_WORDS)],
    )


class PlaceForm(FlaskForm):
    """Which place of the tree it is about."""

    place = IntegerField(
        _l("Where is it?"), [InputRequired(_l("Choose a place, or the whole neighbourhood."))]
    )


class SubmitForm(OnceForm):
    """The last screen: in public or for the handlers only; for whom, when written down for somebody."""

    visibility = HiddenField(
        validators=[
            Optional(),
            AnyOf([*Visibility], message=_l("Choose who may read it.")),
        ]
    )
    on_behalf_of = StringField(
        _l("Whose issue is it, and how can they be reached?"),
        [Optional(), Length(max=80, message=_l("At most 80 characters, please."))],
    )
    channel = RadioField(
        _l("How did they tell you?"),
        [Optional()],
        choices=[SelectChoice(each.value, each.label) for each in PASSED_ON],
        default=Channel.STEWARD.value,
    )


class ReplyForm(VersionedForm):
    """The answer to what staff asked back."""

    words = TextAreaField(_l("Your answer"), [Said(_l("There is no answer yet."), 2000)])


class ObjectionForm(VersionedForm):
    """What is wrong with the summary."""

    words = TextAreaField(
        _l("What should be different?"), [Said(_l("Say what should be different, in a few words."), 1000)]
    )


class AppealForm(VersionedForm):
    """Why somebody else should look at it."""

    words = TextAreaField(
        _l("Why should somebody else look at it?"), [Said(_l("Say why, in a few words."), 1000)]
    )


class ReopeningForm(VersionedForm):
    """What is still not right."""

    words = TextAreaField(_l("What is still not right?"), [Said(_l("Say what is still not right."), 1000)])


class CommentForm(OnceForm):
    """A remark under a public issue."""

    words = TextAreaField(_l("Your comment"), [Said(_l("There is no comment yet."), MAX_COMMENT)])
