"""The ballot as a form, for every method: one page, nothing preselected, the same for each option."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.votes.contents import Sheet
from civic.votes.states import VOICE_LABELS, Method
from civic.votes.tally import MOST_REASON, SpoiledBallot, Voice, pack_voice

ANSWERS = {"yes": _l("Yes"), "no": _l("No"), "abstain": _l("I abstain")}


class CastFields(FlaskForm):
    """What is asked on the last page before the ballot goes into the box."""

    class Meta(FlaskForm.Meta):
        csrf = False  # checked once, before any view, by CSRFProtect; the pages show its token themselves

    adult = BooleanField(_l("I am 18 or older and speak for our household."))
    replace = BooleanField(
        _l("We talked it over at home: put this ballot in the place of the one in the box.")
    )
    marks = ()  # names of the fields that are the ballot itself
    ballot = b""  # its bytes, once `is_filled_in` found it whole

    def offer(self, paper):
        """Put what is on this ballot on the form."""
        self.sheet = Sheet.of(paper.vote, paper.letters)
        return self

    def filled_in(self) -> dict:
        """What was ticked, as it is kept on the voter's own phone."""
        return {name: self[name].data for name in self.marks}

    def kept(self) -> list[tuple[str, str]]:
        """The same as pairs for the page that sends it."""
        pairs = []
        for name, value in self.filled_in().items():
            values = value if isinstance(value, list) else [value]
            pairs += [(name, str(one)) for one in values if one not in (None, "")]
        return pairs

    def wrong(self) -> list[str]:
        """Every sentence about the ballot itself."""
        return [words for name in self.marks for words in self[name].errors]

    def content(self) -> dict:
        """The ballot as contents.Sheet has it."""
        raise NotImplementedError

    def packed(self) -> bytes:
        """The ballot as bytes of one fixed length. Raises SpoiledBallot."""
        return self.sheet.pack(self.content())

    def _marked(self, content):
        return content | ({"cannot": list(self.cannot.data or [])} if self.sheet.cannot else {})


def _ticks(label, *validators):
    return SelectMultipleField(
        label, validators=validators, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class WithMark(CastFields):
    """A ballot with a mark beside each option that the household cannot accept."""

    cannot = _ticks(_l("We cannot accept"), Optional())

    def offer(self, paper):
        super().offer(paper)
        self.cannot.choices = [SelectChoice(letter, letter) for letter in paper.letters]
        return self

    def liked(self) -> list:
        """The letters the ballot speaks for."""
        return []

    def validate_cannot(self, field):
        both = [letter for letter in field.data or [] if letter in self.liked()]
        if both:
            raise ValidationError(
                _(
                    "You chose %(letter)s and also marked it as not acceptable. Take one of the two back.",
                    letter=both[0],
                )
            )


class SingleChoiceForm(WithMark):
    """One option."""

    marks = ("choice", "cannot")
    choice = RadioField(_l("Our choice"), validators=[InputRequired(_l("Choose one option."))])

    def offer(self, paper):
        super().offer(paper)
        self.choice.choices = [SelectChoice(letter, letter) for letter in paper.letters]
        return self

    def liked(self):
        return [self.choice.data]

    def content(self):
        return self._marked({"choice": self.choice.data})


class ApprovalForm(WithMark):
    """As many options as would do; also projects for a sum, where no mark stands beside."""

    marks = ("approved", "cannot")
    approved = _ticks(_l("These would do"), InputRequired(_l("Tick at least one.")))

    def offer(self, paper):
        super().offer(paper)
        self.approved.choices = [SelectChoice(letter, letter) for letter in paper.letters]
        return self

    def liked(self):
        return list(self.approved.data or [])

    def content(self):
        return self._marked({"approved": [one for one in self.sheet.letters if one in self.approved.data]})


class YesNoForm(CastFields):
    """Yes, no or abstain."""

    marks = ("choice",)
    choice = RadioField(
        _l("Our answer"),
        choices=[SelectChoice(value, label) for value, label in ANSWERS.items()],
        validators=[InputRequired(_l("Choose one of the three answers."))],
    )

    def content(self):
        return {"choice": self.choice.data}


class PerOption(WithMark):
    """A figure beside each option, in fields mark_0, mark_1 … in the order of the ballot."""

    def figures(self) -> dict:
        """What stands beside each letter that has something beside it."""
        said = {letter: self[f"mark_{n}"].data for n, letter in enumerate(self.sheet.letters)}
        return {letter: int(value) for letter, value in said.items() if value not in (None, "", "None")}


class RankedForm(PerOption):
    """First, second, third …; gaps do no harm, two options in one place do."""

    def liked(self):
        return list(self.figures())

    def validate_mark_0(self, field):
        places = self.figures()
        if not places:
            raise ValidationError(_("Give at least your first choice."))
        twice = [place for place in places.values() if list(places.values()).count(place) > 1]
        if twice:
            raise ValidationError(
                _("Two options stand in place %(place)s. Move one of them.", place=twice[0])
            )

    def content(self):
        places = self.figures()
        return self._marked({"ranking": sorted(places, key=places.get)})


class ScoreForm(PerOption):
    """Points for each option; none given counts as nothing."""

    def content(self):
        return self._marked({"scores": self.figures()})


class PointsForm(PerOption):
    """So many points to share out among projects."""

    def validate_mark_0(self, field):
        given = sum(self.figures().values())
        if not 0 < given <= self.sheet.most:
            raise ValidationError(
                _("You gave %(given)s points; there are %(most)s.", given=given, most=self.sheet.most)
            )

    def content(self):
        return {"points": {letter: points for letter, points in self.figures().items() if points}}


class VoiceForm(CastFields):
    """What a seat of the council says, and why."""

    marks = ("voice", "reason")
    voice = RadioField(
        _l("What our body says"),
        choices=[SelectChoice(voice.value, VOICE_LABELS[voice][0]) for voice in Voice],
        validators=[InputRequired(_l("Choose what your body says."))],
    )
    reason = TextAreaField(
        _l("Why"), validators=[Length(max=MOST_REASON, message=_l("At most %(max)d characters, please."))]
    )

    def offer(self, paper):
        return self

    def validate_reason(self, field):
        if self.voice.data == Voice.OBJECT.value and not (field.data or "").strip():
            raise ValidationError(_("Say why your body objects, and what would help."))

    def filled_in(self):
        return {"voice": self.voice.data or "", "reason": (self.reason.data or "").strip()}

    def packed(self):
        return pack_voice(Voice(self.voice.data), (self.reason.data or "").strip())


def _places(paper):
    ordinals = [SelectChoice("", _("not placed"))]
    ordinals += [
        SelectChoice(str(n), _("place %(place)s", place=n)) for n in range(1, len(paper.letters) + 1)
    ]
    return SelectField(_("Its place"), choices=ordinals, validators=[Optional()], default="")


def _scores(paper):
    none = [SelectChoice("", _("no points"))]
    scores = [
        SelectChoice(str(n), _("%(points)s points", points=n)) for n in range(paper.vote.points_most, -1, -1)
    ]
    return SelectField(_("Points"), choices=none + scores, validators=[Optional()], default="")


def _shares(paper):
    bounds = NumberRange(0, paper.vote.points_most, message=_("A whole number, please."))
    return IntegerField(_("Points"), validators=[Optional(), bounds])


FORMS = {
    Method.SINGLE: SingleChoiceForm,
    Method.APPROVAL: ApprovalForm,
    Method.PROJECTS: ApprovalForm,
    Method.YES_NO: YesNoForm,
    Method.CONSENT: VoiceForm,
    Method.RANKED: RankedForm,
    Method.SCORE: ScoreForm,
    Method.POINTS: PointsForm,
}
BESIDE = {Method.RANKED: _places, Method.SCORE: _scores, Method.POINTS: _shares}


def ballot_form(paper, held=None):
    """The form of this paper; `held` is what was ticked before and kept."""
    form = FORMS[paper.vote.method]
    if paper.vote.method in BESIDE:
        fields = {f"mark_{n}": BESIDE[paper.vote.method](paper) for n in range(len(paper.letters))}
        form = type(form.__name__, (form,), fields | {"marks": (*fields, "cannot")})
    return form(data=held or None).offer(paper)


def is_filled_in(form) -> bool:
    """Whether what stands on the form is a ballot; what the fields cannot say themselves is said here."""
    if not form.validate():
        return False
    try:
        form.ballot = form.packed()
    except SpoiledBallot:
        form[form.marks[0]].errors = [_("This ballot cannot be read. Fill it in again, please.")]
        return False
    return True
