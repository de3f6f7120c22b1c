"""What was changed about a category before, from the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload

MOST = 50


@dataclass(frozen=True)
class Change:
    """One edit: when, what sort of act, which fields. Who it was stays with the ledger: staff act by role."""

    at: datetime | None
    verb: str
    fields: tuple[str, ...]


def history(node) -> list[Change]:
    """The edits of a category, the latest first; one statement, none for one never edited."""
    if node.number is None:
        return []
    statement = (
        select(LedgerEntry.verb, LedgerPayload.at, LedgerPayload.public_json)
        .join(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .where(LedgerEntry.subject == f"category:{node.number}")
        .order_by(LedgerEntry.id.desc())
        .limit(MOST)
    )
    found = db.session.execute(statement)
    return [Change(at, verb, tuple((public or {}).get("fields", ()))) for verb, at, public in found]
