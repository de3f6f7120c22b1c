"""Everything about one person, gathered from every room's tables by their foreign keys.

A column that points at `person` and says "this is theirs" is listed in OWN; columns that name
somebody who merely acted on another's row (who verified, who looked) are not, because those rows
are about somebody else. Hashes, tokens and sealed bytes stay behind.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from civic.accounts.models import Contact, Person
from civic.accounts.proofs import PHONE
from civic.accounts.sealing import unseal
from civic.database import Base
from civic.extensions import db

_OWN = """
    person_id reporter_id author_id owner_person_id proposed_by proposed_by_id opened_by_id raised_by_id
    contributed_by taken_by representative_id used_by_id actor_id appellant_id
"""
OWN = frozenset(_OWN.split())
HIDDEN = ("_hash", "_lookup", "_sealed", "token", "last_step")
MOST_ROWS = 5000
TABLE_WORDS = {
    "person": _l("Me"),
    "contact": _l("My number"),
    "membership": _l("My homes and roles"),
    "representative": _l("Whose ballot I cast"),
    "consent": _l("What I agreed to"),
    "sign_in_session": _l("Where I am signed in"),
    "sign_in_code": _l("Codes I asked for"),
    "draft": _l("My drafts"),
    "contact_view": _l("Who looked at my number"),
    "contact_request": _l("Who asked to see my number"),
    "issue": _l("What I raised"),
    "comment": _l("What I commented"),
    "message": _l("What I was told"),
    "outbox_message": _l("Text messages to me"),
    "message_choice": _l("How much I want by text message"),
    "thread_mute": _l("What I want to hear nothing more about"),
    "shown_message": _l("Text messages shown to me"),
    "support": _l("Where I said: we have this too"),
    "photo": _l("My photos"),
    "opinion": _l("My opinions"),
    "topic_statement": _l("My short sentences"),
    "statement_answer": _l("What I answered to short sentences"),
    "roll_entry": _l("Votes my home may cast"),
}
COLUMN_WORDS = {
    "nickname": _l("Name"),
    "phone": _l("Number"),
    "body": _l("What I wrote"),
    "body_raw": _l("What I wrote"),
    "summary_title": _l("Title"),
    "title": _l("Title"),
    "kind": _l("Kind"),
    "state": _l("State"),
    "role": _l("Role"),
    "standing": _l("Checked"),
    "created_at": _l("Since"),
    "valid_from": _l("From"),
    "valid_to": _l("Until"),
    "is_adult": _l("18 or older"),
    "device_label": _l("Device"),
    "signed_in_at": _l("Signed in"),
    "last_seen_at": _l("Last here"),
    "expires_at": _l("Ends by itself"),
    "reason": _l("The reason"),
    "viewed_at": _l("When"),
    "viewer_role": _l("Who"),
    "verified_at": _l("Checked on"),
    "given_at": _l("Agreed on"),
    "sent_at": _l("Sent"),
    "given_up_at": _l("Given up"),
    "muted_at": _l("Since"),
}


def about(person_id) -> dict[str, list[dict]]:
    """Table name → rows about that person, their number in clear, oldest first."""
    table = Person.__table__
    person = db.session.execute(select(table).where(table.c.id == person_id)).one()
    found = {"person": [_plain(table, person)]}
    if contact := person.contact_id and db.session.get(Contact, person.contact_id):
        found["contact"] = [{"phone": unseal(PHONE, contact.phone_sealed), "created_at": contact.created_at}]
    for table in Base.metadata.sorted_tables:
        if rows := _rows(table, person_id):
            found[table.name] = rows
    return found


def _rows(table, person_id):
    mine = [column for column in table.columns if column.name in OWN and _points_at_person(column)]
    if not mine:
        return []
    condition = mine[0] == person_id
    for column in mine[1:]:
        condition = condition | (column == person_id)
    statement = select(table).where(condition).order_by(*table.primary_key.columns).limit(MOST_ROWS)
    return [_plain(table, row) for row in db.session.execute(statement)]


def _points_at_person(column):
    return any(key.target_fullname == "person.id" for key in column.foreign_keys)


def _plain(table, row):
    return {
        column.name: _word(row._mapping[column])
        for column in table.columns
        if not any(mark in column.name for mark in HIDDEN)
    }


def _word(value):
    return getattr(value, "value", value)  # an enum by its value
