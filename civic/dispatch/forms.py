"""Forms of work orders: handing up, dispatching, and what a body says about its part."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from civic.dispatch.states import LegRole
from civic.issues.forms import Said, VersionedForm
from civic.issues.triage_forms import AcceptanceForm
from civic.submissions import OnceForm, new_key

NOBODY = 0


class SendUpForm(OnceForm):
    """One button: the street office is to see to it."""

    issue = HiddenField(validators=[InputRequired()])


class BodiesForm(FlaskForm):
    """Who leads and who assists: two of each fit on the page, the usual double dispatch and helpers."""

    lead = SelectField(
        _l("Who leads? (answers for the whole)"), [InputRequired()], coerce=int, default=NOBODY
    )
    lead_too = SelectField(_l("Who leads as well? (dual dispatch)"), coerce=int, default=NOBODY)
    assist = SelectField(_l("Who assists?"), coerce=int, default=NOBODY)
    assist_too = SelectField(_l("Who else assists?"), coerce=int, default=NOBODY)

    PARTS = (
        ("lead", LegRole.LEAD),
        ("lead_too", LegRole.LEAD),
        ("assist", LegRole.ASSIST),
        ("assist_too", LegRole.ASSIST),
    )

    def offer(self, bodies):
        """Fill the lists of who can be given a part."""
        choices = [SelectChoice(NOBODY, _l("Nobody")), *(SelectChoice(b.id, b.short_name) for b in bodies)]
        for name, _role in self.PARTS:
            self[name].choices = choices
        return self

    def suggest(self, parts):
        """Preset what the dispatch table says: [(Body, LegRole)]."""
        free = {role: [name for name, its in self.PARTS if its is role] for role in LegRole}
        for body, role in parts:
            if free[role]:
                self[free[role].pop(0)].data = body.id
        return self

    def parts(self, bodies):
        """What was chosen: [(Body, LegRole)]."""
        known = {body.id: body for body in bodies}
        return [(known[self[name].data], role) for name, role in self.PARTS if self[name].data in known]


class DispatchForm(BodiesForm, VersionedForm):
    """For an issue that is sorted already: who acts."""


class SortAndDispatchForm(BodiesForm, AcceptanceForm):
    """For a new one: what it is, where, how soon, what everybody may read, and who acts."""


class BulkForm(OnceForm):
    """Orders chosen on the desk, each with the version it was shown in: "12:3"."""

    # No label is shown; left out, WTForms would make one of the name and translate it for every desk.
    chosen = SelectMultipleField("", validate_choice=False)
    once = HiddenField("", default=new_key)

    def pairs(self):
        """[(order number, version)]; whatever is not two numbers is left out."""
        found = []
        for each in self.chosen.data or ():
            number, _colon, version = each.partition(":")
            if number.isdigit() and version.isdigit():
                found.append((int(number), int(version)))
        return found


class JoiningForm(BulkForm):
    """Orders chosen on the desk, and the one of them that goes on."""

    onto = RadioField(
        _l("Which one goes on?"), [InputRequired(_l("Choose the one that goes on."))], coerce=int
    )

    def offer(self, rows, likely):
        """Fill the choices. Args: rows — of the inbox; likely — number of the one to preset, if any."""
        self.onto.choices = [(row.id, f"{row.id} · {row.area} · {row.words[:200]}") for row in rows]
        if self.onto.data not in {row.id for row in rows}:
            self.onto.data = likely


class LegForm(VersionedForm):
    """One button of a body: accept, or spoken with the resident."""


class ReplyForm(VersionedForm):
    """反馈: what was done, on what basis, who explained it, and a photo or where to see it."""

    words = TextAreaField(_l("What was done?"), [Said(_l("A reply needs words."), 1000)])
    photo = FileField(_l("Photo of the result"))
    evidence_words = StringField(
        _l("If a photo cannot show it: where can anybody see that it is done?"), [Optional(), Length(max=200)]
    )
    basis = TextAreaField(_l("On what basis? In plain words"), [Said(_l("The basis is missing."), 600)])
    explained_by = StringField(
        _l("Who explained it? (role, not name)"), [Said(_l("Say who explained it."), 60)]
    )
    removes = BooleanField(_l("Something was taken down or taken away"))
    explained_to = StringField(
        _l("To whom? Where there are two sides, to both"), [Optional(), Length(max=120)]
    )
