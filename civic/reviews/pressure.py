"""Somebody asked a resident to withdraw a call or change a rating: reported, counted, answered above.

Nobody on staff may ask for that (条例 Art. 8, 35–37). The ledger says what and where, never who told it.
"""

import secrets

from flask_babel import gettext as _

from civic.accounts.sealing import lookup
from civic.database import utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Place
from civic.reviews import policies
from civic.reviews.pressure_models import PressureReport

REPORTED = act("pressure.reported", public={"asked_for", "street"})
RULED = act("pressure.ruled", public={"was_so"})
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # read aloud without mistakes
LENGTH = 12


def new_receipt() -> str:
    """What finds the report again, in three groups; only a keyed fingerprint is kept."""
    drawn = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    return "-".join(drawn[at : at + 4] for at in range(0, LENGTH, 4))


def fingerprint(receipt: str) -> str:
    """Of a receipt however it is typed."""
    return lookup("pressure-receipt", "".join(sign for sign in receipt.upper() if sign in SIGNS))


def report(*, community_id, asked_for, words, receipt, callback=None) -> PressureReport:
    """Keep what was asked for and where. The person who reports it is not kept anywhere."""
    street = db.session.get(Place, db.session.get(Place, community_id).parent_id)
    row = PressureReport(
        callback_id=callback.id if callback else None, thread_id=callback.thread_id if callback else None,
        community_id=community_id, street_id=street.id, district_id=street.parent_id, asked_for=asked_for,
        words=words.strip(), receipt_lookup=fingerprint(receipt), ruling_words="",
    )  # fmt: skip
    db.session.add(row)
    record(REPORTED, subject=row, public={"asked_for": asked_for.value, "street": street.id})
    return row


def rule(row, *, by, was_so, words) -> None:
    """The district or the auditor says what came of it; whoever holds the receipt reads it."""
    if not policies.may_rule_on_pressure(by, row):
        raise NotAllowed(_("The district or the auditor answers this, not the street it is about."))
    if row.ruled_at is not None:
        raise Conflict(_("This has been answered already."), _("Read what was answered."))
    if not words.strip():
        raise Refused(_("Say in a sentence what you found."))
    row.ruled_at, row.ruled_by, row.was_so, row.ruling_words = utcnow(), by.id, was_so, words.strip()
    record(RULED, subject=row, by=by, public={"was_so": was_so})
