"""Forms of classified handling (条例 Art. 11); what triage of the issues' room has is used as it is."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from civic.dispatch.states import EMERGENCY
from civic.issues.forms import Said, VersionedForm
from civic.issues.kinds import LawfulChannel
from civic.issues.triage_forms import CHOOSE, AcceptanceForm, MergerForm, RedirectionForm

ANSWER = Said(_l("Say in a sentence or two what the resident needs to know."), 1000)


class AnswerForm(VersionedForm):
    """The answer at once, to an issue that is accepted."""

    words = TextAreaField(_l("Your answer"), [ANSWER])


class FirstAnswerForm(AcceptanceForm):
    """Accepted and answered in one step."""

    words = TextAreaField(_l("Your answer"), [ANSWER])


class EmergencyForm(VersionedForm):
    """To whom it was passed, at once and by telephone."""

    channel = RadioField(
        _l("Who was called?"),
        [InputRequired(CHOOSE)],
        coerce=LawfulChannel,
        choices=[SelectChoice(each.value, each.label) for each in LawfulChannel if each in EMERGENCY],
    )
    words = TextAreaField(
        _l("What the resident should do until they come"),
        [Said(_l("Say what to do until they come, in plain words."), 600)],
    )


class LawfulChannelForm(RedirectionForm):
    """The channel the law names; emergencies have a form of their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel.choices = [
            SelectChoice(each.value, each.label) for each in LawfulChannel if each not in EMERGENCY
        ]


class DuplicateForm(MergerForm):
    """The same matter again: joined only when it says nothing new."""

    nothing_new = BooleanField(
        _l("It says nothing new: same place, same matter"),
        [InputRequired(_l("If it says something new, it is a matter of its own: dispatch it."))],
    )
