"""What is typed when signing in, joining a home, and on the pages of oneself."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts import household_codes, passwords, phones
from civic.submissions import OnceForm

REQUIRED = InputRequired(_l("Please fill this in."))
# A nickname must not pose as an office, nor give a telephone number away.
_OFFICES = "书记 居委 社区党委 物业 业委会 街道办 城管 派出所 民警 政府 管理员 官方 客服 12345"
OFFICES = tuple(_OFFICES.split())


def digits_only(text):
    """Digits as typed on any keyboard, full-width ones included, without blanks or dashes."""
    return "".join(str(unicodedata.digit(c)) for c in (text or "") if unicodedata.digit(c, None) is not None)


def number_or_none(text):
    """The id an option stands for; None for the first line of a list."""
    return int(text) if text else None


class PhoneField(StringField):
    """A mobile number; `number` is its E.164 form after validation."""

    number = None

    def post_validate(self, form, validation_stopped):
        if validation_stopped:
            return
        self.number = phones.normalised(self.data)
        if self.number is None:
            raise ValidationError(_l("That is not a mobile number we can reach. Please check the digits."))


class DigitsField(StringField):
    """Six digits; `data` holds nothing but digits."""

    def process_formdata(self, values):
        super().process_formdata(values)
        self.data = digits_only(self.data)

    def post_validate(self, form, validation_stopped):
        if not validation_stopped and len(self.data) != 6:
            raise ValidationError(_l("The code has six digits."))


class PhoneForm(FlaskForm):
    """The number a code is sent to."""

    phone = PhoneField(_l("Your mobile number"), validators=[REQUIRED])
    next = HiddenField()


class CodeForm(FlaskForm):
    """The code from the message."""

    code = DigitsField(_l("The six digits"), validators=[REQUIRED])
    shared = BooleanField(_l("This is a shared phone or computer: sign me out after two hours"))


class NicknameForm(OnceForm):
    """The name in front."""

    nickname = StringField(_l("What shall neighbours call you?"), validators=[REQUIRED])

    def validate_nickname(self, found):
        found.data = " ".join(unicodedata.normalize("NFKC", found.data).split())
        if any(unicodedata.category(c)[0] == "C" for c in found.data):
            raise ValidationError(_l("Please use letters, Chinese characters and figures only."))
        if not 2 <= len(found.data) <= 12:
            raise ValidationError(_l("A name of 2 to 12 characters, please."))
        if re.search(r"\d[\d\s-]{5,}", found.data):
            raise ValidationError(_l("Leave out telephone numbers: everybody sees this name."))
        if any(office in found.data for office in OFFICES):
            raise ValidationError(_l("A name that sounds like an office would mislead neighbours."))


class PasswordSignInForm(FlaskForm):
    """Number and password instead of a code."""

    phone = PhoneField(_l("Your mobile number"), validators=[REQUIRED])
    password = PasswordField(_l("Your password"), validators=[REQUIRED, Length(max=passwords.LONGEST)])
    shared = BooleanField(_l("This is a shared phone or computer: sign me out after two hours"))
    next = HiddenField()


class NewPasswordForm(FlaskForm):
    """A password to set: long enough and not everybody's."""

    password = PasswordField(_l("New password"), validators=[REQUIRED])

    def validate_password(self, found):
        if len(found.data) < passwords.SHORTEST:
            raise ValidationError(_l("At least 8 characters, please."))
        if len(found.data) > passwords.LONGEST:
            raise ValidationError(_l("At most 128 characters, please."))
        if passwords.is_common(found.data):
            raise ValidationError(_l("Too many people use this one. A short sentence is better."))


class FactorForm(FlaskForm):
    """The authenticator's digits, or one of the codes on paper."""

    code = StringField(_l("The code of your authenticator"), validators=[REQUIRED, Length(max=40)])

    @property
    def typed(self):
        """Digits if it is six of them and no letter, else as a paper code."""
        digits = digits_only(self.code.data)
        plain = len(digits) == 6 and not any(c.isalpha() for c in self.code.data)
        return digits if plain else self.code.data


class JoinForm(OnceForm):
    """The code on the slip; `meant` is how we read it."""

    code = StringField(_l("The 12 characters on your slip"), validators=[REQUIRED, Length(max=60)])

    @property
    def meant(self):
        return household_codes.normalised(self.code.data)

    def validate_code(self, found):
        if not household_codes.is_complete(self.meant):
            raise ValidationError(_l("The code has 12 letters and figures, in three groups."))


class ClaimForm(OnceForm):
    """Where one lives, without a slip."""

    door = SelectField(_l("Building and door"), coerce=number_or_none, validators=[REQUIRED])
    unit = StringField(_l("Number of the home, like 301"), validators=[REQUIRED, Length(max=20)])

    def offer(self, options):
        """Fill in the doors."""
        chosen = [SelectChoice(*option) for option in options]
        self.door.choices = [SelectChoice("", _l("Choose your door")), *chosen]
        return self


class RepresentativeForm(OnceForm):
    """I cast our household's ballot."""

    adult = BooleanField(_l("I am 18 or older"), validators=[InputRequired(_l("Tick this if it is so."))])


class ActForm(OnceForm):
    """One button."""


class PlainForm(FlaskForm):
    """One button whose second click does nothing new."""


class ReasonForm(OnceForm):
    """A reason that somebody else will read."""

    reason = StringField(_l("The reason"), validators=[REQUIRED, Length(min=4, max=200)])


class ChoiceOfName(FlaskForm):
    """Which of the names on this phone."""

    person = RadioField(_l("Who are you?"), coerce=int, validators=[REQUIRED])
