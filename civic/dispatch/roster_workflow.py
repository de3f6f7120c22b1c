"""The verbs of the duty roster: put a shift on it, take one off, say which number answers day and night."""

from datetime import timedelta

from flask_babel import gettext as _

from civic.accounts.phones import normalised
from civic.accounts.sealing import seal
from civic.councils import workflow as councils
from civic.database import utcnow
from civic.dispatch.duty_roster import WEEK
from civic.dispatch.urgent_models import DutyShift
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

SEALED_FOR = "duty"
LONGEST = timedelta(days=31)
ERASED = "-"  # where somebody's own number stood

SHIFT_SET = act("duty_shift.set", public={"place", "body", "from", "to", "weekly"})
SHIFT_ENDED = act("duty_shift.ended", public={"place", "body"})


def set_shift(
    street_id, *, by, place, body, role_words, phone, is_own, starts_at, ends_at, is_weekly, until=None
) -> DutyShift:
    """Somebody of `body` can be rung at `place`. Args: is_own — a person's own number, which is sealed.

    Raises Refused for moments the wrong way round, a shift longer than a month or a weekly one longer
    than a week, an own number that no message reaches, and a body that has been dissolved.
    """
    _guard_moments(starts_at, ends_at, is_weekly, until)
    if body.ended_on is not None:
        raise Refused(
            _("%(body)s has been dissolved.", body=body.short_name), _("Choose who does its work now.")
        )
    number = normalised(phone) if is_own else phone.strip()
    if not number:
        raise Refused(_("That is no mobile number."), _("Check the digits; a text message has to reach it."))
    shift = DutyShift(
        street_id=street_id, place_id=place.id, body_id=body.id, role_words=role_words.strip(),
        phone="" if is_own else number, phone_sealed=seal(SEALED_FOR, number) if is_own else None,
        starts_at=starts_at, ends_at=ends_at, is_weekly=is_weekly, until=until, set_by=by.id if by else None,
        set_at=utcnow(),
    )  # fmt: skip
    db.session.add(shift)
    public = {
        "place": place.id, "body": body.id, "from": starts_at.isoformat(), "to": ends_at.isoformat(),
        "weekly": is_weekly,
    }  # fmt: skip
    record(SHIFT_SET, subject=shift, by=by, public=public)
    return shift


def _guard_moments(starts_at, ends_at, is_weekly, until):
    if ends_at <= starts_at:
        raise Refused(_("A shift ends after it begins."), _("Over midnight: the next day's date."))
    if ends_at - starts_at > (WEEK if is_weekly else LONGEST):
        raise Refused(_("The shift is too long."), _("At most a month; a weekly one at most a week."))
    if until is not None and until <= starts_at:
        raise Refused(_("It stops repeating before it begins."))


def end_shift(shift, *, by) -> None:
    """Off the roster from now; who was on duty then can still be seen. Raises Conflict a second time."""
    if shift.ended_at is not None:
        raise Conflict(_("It is off the roster already."))
    shift.ended_at, shift.ended_by = utcnow(), by.id if by else None
    if shift.phone_sealed is not None:
        shift.phone_sealed, shift.phone = None, ERASED
    public = {"place": shift.place_id, "body": shift.body_id}
    record(SHIFT_ENDED, subject=shift, by=by, public=public)


def reach_by(body, phone, *, by) -> None:
    """The number a body answers day and night."""
    councils.reach_by(body, phone.strip(), by=by)
