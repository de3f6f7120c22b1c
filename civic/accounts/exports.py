"""Everything about one person, gathered from every room's tables by their foreign keys.

A column that points at `person` and says "this is theirs" is listed in OWN; columns that name
somebody who merely acted on another's row (who verified, who looked) are not, because those rows
are about somebody else. Hashes, tokens and sealed bytes stay behind.
"""

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


def own_columns(table) -> list:
    """The columns by which a row of this table is somebody's own."""
    return [column for column in table.columns if column.name in OWN and _points_at_person(column)]


def _rows(table, person_id):
    mine = own_columns(table)
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
        column.name: row._mapping[column]
        for column in table.columns
        if not any(mark in column.name for mark in HIDDEN)
    }
