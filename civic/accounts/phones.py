"""Telephone numbers as people type them, as we keep them, and as we show them. Pure."""

import phonenumbers

HOME = "CN"
REACHES_BY_MESSAGE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def normalised(typed: str) -> str | None:
    """E.164 ("+8613900000001") of a mobile number as typed, +86 unless another country is given; or None.

    Spaces, dashes, full-width digits and a leading 0086 are read as a person would.
    """
    try:
        number = phonenumbers.parse((typed or "").strip()[:40], HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    if phonenumbers.number_type(number) not in REACHES_BY_MESSAGE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def local(number: str) -> str:
    """As a neighbour would write it: without +86 at home."""
    return number.removeprefix("+86")


def masked(number: str) -> str:
    """139****0001: enough to recognise one's own, too little to call."""
    shown = local(number)
    return f"{shown[:3]}****{shown[-4:]}" if len(shown) >= 9 else f"****{shown[-4:]}"
