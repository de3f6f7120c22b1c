"""E1–E12 of trust.md §3.2 beyond the tables: pages, logs, messages, a dump, and planted leaks."""

import json
import random
import re

import structlog
from sqlalchemy import select, text

from civic import observability
from civic.accounts.workflow import leave
from civic.database import writing
from civic.extensions import db
from civic.notifications.models import Message
from civic.places.models import Household
from civic.places.workflow import add_homes
from civic.votes.models import CountedBallot, Envelope
from civic.votes.states import TRANSITIONS, VoteState
from tests.factories.votes import cast_for, close, make_vote
from tests.votes.linking import best_hits, bound

LOOKERS = (None, "neighbour", "secretary", "street_staff", "auditor", "administrator", "delegate")


def a_street(town, homes=200):
    """So many homes in one building; half of them will choose 甲, mixed."""
    with writing():
        add_homes({town.door: [(f"6{number:03}", 6200) for number in range(homes - 7)]}, by=None)
    letters = ["甲", "乙"] * (homes // 2)
    random.Random(town.household.id).shuffle(letters)
    return list(zip(db.session.scalars(select(Household).order_by(Household.id)), letters, strict=True))


def seen_by(page, town, vote):
    """What each looker reads of the vote, without what differs on every visit."""
    shown = {}
    for name in LOOKERS:
        looker = page.as_(getattr(town, name) if name else None)
        parts = [f"/votes/{vote.id}{part}" for part in ("", "/poster", "/receipts", "/ballot")]
        for address in (*parts, f"/topics/{vote.topic_id}", "/votes", "/", "/ledger"):
            answer = looker.fetch(address)
            plain = re.sub(r'name="(csrf_token|once)"[^>]*value="[^"]*"', "", answer.text)
            shown[name, address] = answer.status_code, plain
    return shown


def test_nobody_reads_a_partial_result(town, page):
    """E9, E5: with ten ballots for 甲 and with the same ten for 乙 every page says the same to everybody."""
    cast, vote = a_street(town, 20)[:10], make_vote(town.secretary)
    for home, _letter in cast:
        cast_for(vote, home, "甲")
    first = seen_by(page, town, vote)
    for home, _letter in cast:
        cast_for(vote, home, "乙", cannot="甲", replace=True)
    second = seen_by(page, town, vote)
    differing = [key for key in first if first[key] != second[key]]
    assert not differing, differing


def test_no_message_tells_who_cast_or_what(town):
    """E5: casting tells nobody; what is told after the close is the same whatever a home chose."""
    vote = make_vote(town.secretary)
    told = db.session.scalars(select(Message.id)).all()
    cast_for(vote, town.household, "甲")
    cast_for(vote, town.other_household, "丙", cannot="甲")
    assert db.session.scalars(select(Message.id)).all() == told
    close(vote)
    for params in db.session.scalars(select(Message.params)):
        assert not re.search("甲|丙", str(params))


def test_the_log_of_a_ballot_names_neither_vote_nor_home_nor_choice(town, page, app, monkeypatch):
    """E4: with every request logged, the line of a ballot knows its endpoint and nothing else."""
    sink = structlog.testing.CapturingLogger()
    render = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    monkeypatch.setattr(observability, "log", structlog.wrap_logger(sink, processors=render))
    monkeypatch.setitem(app.config, "LOG_REQUESTS", True)
    vote, home = make_vote(town.secretary), town.other_household
    voter = page.as_(town.neighbour)
    voter.post("votes.send", {"choice": "丙", "adult": "y"}, no=vote.id, follow=False)
    (line,) = [str(call.args) for call in sink.calls if "votes.send" in str(call.args)]
    assert set(json.loads(call_of(line))) == {"event", "id", "endpoint", "method", "status", "ms"}
    assert not re.search(rf"丙|/votes/|choice|127\.0\.0\.1|{home.unit_label}", line)


def call_of(line):
    """The JSON inside the arguments of a log call."""
    return line[line.index("{") : line.rindex("}") + 1]


def test_a_dump_of_everything_does_not_say_who_chose_what(town):
    """E1–E3: the best of all ways to line ballots up with homes does no better than chance."""
    cast, vote = a_street(town), make_vote(town.secretary)
    order = cast[:]
    random.Random(7).shuffle(order)
    for home, letter in order:
        cast_for(vote, home, letter)
    close(vote)
    truth = [(home.id, letter) for home, letter in order]
    hits, guesses = best_hits(truth)
    assert hits <= bound(len(order), guesses)


def test_the_attack_finds_a_planted_leak(town):
    """The same attack on ballots that were put down in the order of casting: it must be seen."""
    cast, vote = a_street(town), make_vote(town.secretary)
    rows = [
        {"key": f"{place:032x}", "vote_id": vote.id, "content": {"choice": letter, "cannot": []}}
        for place, (_home, letter) in enumerate(cast)
    ]
    with writing():
        db.session.execute(CountedBallot.__table__.insert(), rows)
    hits, guesses = best_hits([(home.id, letter) for home, letter in cast])
    assert hits > bound(len(cast), guesses)


def test_a_ballot_with_a_time_is_a_leak_the_attack_finds(town, owner):
    """A column that somebody adds later and that holds the moment of casting gives everybody away."""
    cast, vote = a_street(town), make_vote(town.secretary)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE counted_ballot ADD COLUMN at INTEGER"))
        for place, (_home, letter) in enumerate(cast):
            content = json.dumps({"choice": letter, "cannot": []}, ensure_ascii=False)
            key = f"{random.Random(place).getrandbits(128):032x}"
            connection.execute(
                text("INSERT INTO counted_ballot (key, vote_id, content, at) VALUES (:k, :v, :c, :a)"),
                {"k": key, "v": vote.id, "c": content, "a": place},
            )
    db.session.rollback()
    hits, guesses = best_hits([(home.id, letter) for home, letter in cast])
    assert hits > bound(len(cast), guesses)


def test_whoever_leaves_leaves_the_ballot_counted(town):
    """E12: deleting an account changes neither the box nor the tally."""
    vote = make_vote(town.secretary)
    for home in (town.household, town.other_household, town.neighbour_household):
        cast_for(vote, home, "丙")
    before = db.session.scalars(select(Envelope.id)).all()
    with writing():
        leave(town.resident)
    assert db.session.scalars(select(Envelope.id)).all() == before
    assert close(vote).counts["chosen"]["丙"] == 3


def test_closed_is_final():
    """E10."""
    assert not TRANSITIONS[VoteState.CLOSED] and not TRANSITIONS[VoteState.VOID]


def test_the_answer_to_a_ballot_is_as_long_for_every_choice(town, page):
    """E6: same status, same address, same headers, same number of bytes."""
    vote, voter, seen = make_vote(town.secretary), page.as_(town.neighbour), set()
    cast_for(vote, town.other_household, "乙")
    differing = {"Set-Cookie", "Date", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"}
    for letter in "甲乙丙":
        ballot = {"choice": letter, "adult": "y", "replace": "y", "csrf_token": voter.csrf_token()}
        answer = voter.client.post(f"/votes/{vote.id}/ballots", data=ballot)
        plain = sorted((name, value) for name, value in answer.headers if name not in differing)
        cookies = sorted(len(cookie) for cookie in answer.headers.getlist("Set-Cookie"))
        seen.add((answer.status_code, len(answer.data), str(plain), str(cookies)))
    assert len(seen) == 1 and next(iter(seen))[0] == 303, seen
