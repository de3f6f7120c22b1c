"""A secret ballot leaves no trail: what a dump of everything shows, and red on planted leaks."""

import re
import statistics
from datetime import date, datetime

import pytest
from sqlalchemy import inspect, select, text

from civic.database import Base, UTCDateTime, writing
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.places.models import Household
from civic.places.workflow import add_homes
from civic.votes import keystore, sealing
from civic.votes.held_choice import hold
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, RollEntry, Turnout
from tests.factories.votes import cast_for, close, entry_of, make_vote, single

TRACELESS = (Envelope, CountedBallot, ReceiptLine)


@pytest.mark.parametrize("table", TRACELESS, ids=lambda table: table.__tablename__)
def test_no_column_names_a_person_a_home_or_a_time_of_day(app, table):
    """E1, E3: by the database's own description, so that a later column turns this red."""
    for column in inspect(db.engine).get_columns(table.__tablename__):
        kind = column["type"].python_type
        assert kind is not datetime, column["name"]
        assert not re.search(r"person|household|unit_id|roll|representative|_at$|created", column["name"])
    targets = {key["referred_table"] for key in inspect(db.engine).get_foreign_keys(table.__tablename__)}
    assert targets <= {"vote"}


def test_no_table_holds_both_a_unit_and_a_ballot(app):
    """E1: nothing joins the roll to the box but the vote itself."""
    for mapper in Base.registry.mappers:
        referred = {key.column.table.name for key in mapper.local_table.foreign_keys}
        assert not {"roll_entry", "envelope"} <= referred
        assert "counted_ballot" not in referred and "receipt_line" not in referred


def everything_said():
    """All rows of all tables as text, table by table."""
    found = {}
    for table in Base.metadata.sorted_tables:
        try:
            rows = db.session.execute(select(table)).all()
        except Exception:
            db.session.rollback()
            continue
        found[table.name] = [tuple(row) for row in rows]
    return found


def test_casting_changes_only_the_box_and_a_counter(town):
    """No ledger entry, no message, no counter of a person's: byte for byte."""
    vote = make_vote(town.secretary)
    before = everything_said()
    cast_for(vote, town.household, "丙", cannot="乙")
    cast_for(vote, town.household, "甲", replace=True)
    after = everything_said()
    changed = {name for name in after if before[name] != after[name]}
    assert changed == {"envelope", "turnout"}


def test_no_ledger_entry_of_a_secret_vote_has_an_actor_a_unit_or_a_time_beyond_the_vote_s_own(town):
    vote = make_vote(town.secretary)
    for home in (town.household, town.other_household):
        cast_for(vote, home, "甲")
    close(vote)
    entries = db.session.execute(
        select(LedgerEntry, LedgerPayload)
        .join(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .where(LedgerEntry.subject == f"vote:{vote.id}")
    ).all()
    assert {entry.verb for entry, _ in entries} == {
        "vote.prepared", "vote.opened", "vote.stopped", "vote.counted"
    }  # fmt: skip
    for _entry, payload in entries:
        assert "household" not in str(payload.public_json) and not payload.sealed_json


def test_the_box_tells_no_home_without_the_key(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "丙", cannot="乙")
    envelope = db.session.scalar(select(Envelope))
    said = f"{envelope.unit_ref} {envelope.payload!r} {envelope.fingerprint} {envelope.id}"
    assert not re.search(r"丙|choice|household", said)
    assert envelope.unit_ref != str(town.household.id)
    other = keystore.VoteKey(vote.id, b"n" * 32, b"s" * 32)
    with pytest.raises(sealing.Unopenable):
        sealing.unseal(other, envelope.unit_ref, envelope.payload)


def test_after_the_close_nothing_says_who_voted(town):
    """Two homes of seven voted: every table but box and counters is the same whoever they were."""
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲")
    lines = db.session.execute(select(RollEntry.unit_id, RollEntry.representative_id)).all()
    close(vote)
    assert db.session.execute(select(RollEntry.unit_id, RollEntry.representative_id)).all() == lines
    assert db.session.scalars(select(Envelope)).all() == []
    with pytest.raises(keystore.KeyLost):
        keystore.load(vote.id)


def test_every_envelope_and_every_kept_choice_weighs_the_same(town, app):
    """E6."""
    vote = make_vote(town.secretary)
    entry = entry_of(vote, town.household)
    key = keystore.load(vote.id)
    ref = sealing.reference(key, entry.unit_kind.value, entry.unit_id)
    choices = [single("甲"), single("丙", ("甲", "乙"))]
    assert len({len(sealing.seal(key, ref, choice)) for choice in choices}) == 1
    sizes = set()
    for kept in ({"choice": "甲", "cannot": []}, {"choice": "丙", "cannot": ["甲", "乙"]}):
        response = app.response_class()
        hold(response, vote.id, kept)
        sizes.add(len(response.headers["Set-Cookie"]))
    assert len(sizes) == 1


def stored_order(town, votes_in_order):
    """Cast for a row of homes, first 甲 and then 乙, close, and read the ballots as they lie."""
    vote = make_vote(town.secretary)
    for home, letter in votes_in_order:
        cast_for(vote, home, letter)
    close(vote)
    lie = db.session.execute(text("SELECT content FROM counted_ballot")).scalars().all()
    return [0 if "甲" in str(row) or "\\u7532" in str(row) else 1 for row in lie]


def test_ballots_do_not_lie_in_the_order_of_casting(town):
    """E2: the first half cast 甲, the second 乙; as stored the two are mixed.

    The bound 4/√(n−1) makes a false alarm rarer than 1 in 10,000. The planted leak is the unshuffled row.
    """
    with writing():
        add_homes({town.door: [(f"8{number:03}", 6200) for number in range(193)]}, by=None)
    homes = list(db.session.scalars(select(Household)))
    half = len(homes) // 2
    order = [(home, "甲" if place < half else "乙") for place, home in enumerate(homes)]
    lie = stored_order(town, order)
    bound, places = 4 / (len(lie) - 1) ** 0.5, range(len(lie))
    assert abs(statistics.correlation(places, lie)) < bound
    assert abs(statistics.correlation(places, sorted(lie))) > bound


def test_turnout_carries_no_finer_time_than_the_hour(town):
    """E7: exact figures stay inside, and only the hour of the last published figure is kept."""
    moments = [c.name for c in Turnout.__table__.columns if isinstance(c.type, UTCDateTime)]
    assert moments == ["published_at"]
    make_vote(town.secretary)
    at = db.session.scalar(select(Turnout.published_at))
    assert (at.minute, at.second, at.microsecond) == (0, 0, 0)


def test_an_envelope_knows_only_its_day(town):
    cast_for(make_vote(town.secretary), town.household)
    kept = db.session.scalar(select(Envelope.cast_on))
    assert type(kept) is date
