"""What somebody deleted is in no file of the database any more, once the sweep has run (SQLite)."""

from pathlib import Path

import pytest

from civic.accounts import drafts, workflow
from civic.accounts.models import Person
from civic.database import locked, writing
from civic.extensions import db
from civic.log_folding import fold_log
from tests.factories.accounts import make_person

WORDS = "balcony-9137"  # no signs that JSON would write otherwise
NAME = "bougainvillea-9137"


@pytest.fixture
def file(app):
    """None on PostgreSQL: what it keeps of deleted rows is its operator's (docs/operating.md)."""
    return Path(db.engine.url.database) if db.engine.dialect.name == "sqlite" else None


def holds(file, words) -> list[str]:
    """Files beside the database in which the bytes of these words stand."""
    return [
        path.name
        for path in sorted(file.parent.glob(f"{file.name}*"))
        if path.is_file() and words.encode() in path.read_bytes()
    ]


def gone_from_everywhere(tick, file):
    db.session.remove()
    tick("accounts.erased_words")
    return not holds(file, WORDS) and not holds(file, NAME)


def test_the_words_of_somebody_who_left_are_gone_from_file_and_log(town, file, tick):
    if file is None:
        assert fold_log(db.engine) is False
        return
    person = make_person(NAME)
    with writing():
        drafts.start("issue", person_id=person.id, data={"words": WORDS * 40})
    number = person.id
    assert holds(file, WORDS) and holds(file, NAME)
    with writing():
        workflow.leave(locked(Person, number))
    assert holds(file, WORDS)  # still in the log: this is what the sweep is for
    assert gone_from_everywhere(tick, file)


def test_a_reader_in_the_way_is_not_waited_for(town, file):
    if file is None:
        return
    reader = db.engine.raw_connection()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    with writing():
        workflow.rename(locked(Person, town.resident.id), "新名字")
    try:
        assert fold_log(db.engine) is False
    finally:
        reader.rollback()
        reader.close()
    db.session.remove()
    assert fold_log(db.engine) is True
    assert fold_log(db.engine) is False  # nothing left to do
