"""Drawing by lot: what may be shown, the promise, the stand-alone program, and a draw from start to end."""

import itertools
import json
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from runpy import run_path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from civic.accounts.workflow import leave
from civic.councils import drawing, lottery_program, lottery_queries, lottery_workflow, queries
from civic.councils.application_workflow import give_seat
from civic.councils.lottery_models import AgeBand, Lottery, LotteryEntry, LotteryState, Tenancy
from civic.councils.models import Council, Mandate, Seat
from civic.database import local_today, locked, writing
from civic.demo import council_texts
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.notifications.models import Message
from tests.factories.accounts import Person, make_resident
from tests.factories.tables import make_neighbours

VERIFIER = run_path(str(lottery_program.PROGRAM))
MARKS = st.fixed_dictionaries(
    {
        "building": st.sampled_from(["3号楼", "10号楼"]),
        "age": st.sampled_from([str(one) for one in AgeBand]),
        "tenancy": st.sampled_from([str(one) for one in Tenancy]),
    }
)


@given(st.lists(MARKS, max_size=30))
def test_what_is_left_of_anybody_is_shared_by_three(marks):
    shown = drawing.coarsened(marks)
    counts = Counter(tuple(one[name] for name in drawing.FEATURES) for one in shown)
    assert all(count >= 3 for combination, count in counts.items() if set(combination) != {"-"})
    assert all(new[name] in (old[name], "-") for old, new in zip(marks, shown, strict=True) for name in old)
    common = Counter(tuple(one.values()) for one in marks)
    assert all(new == old for old, new in zip(marks, shown, strict=True) if common[tuple(old.values())] >= 3)


@given(st.lists(MARKS, min_size=1, max_size=9), st.text(max_size=20), st.integers(0, 3), st.integers(0, 3))
def test_the_program_promises_and_starts_as_the_site_does(marks, seed, least, most):
    pool = [{"id": no} | mark for no, mark in enumerate(marks, start=1)]
    quotas = [{"feature": "age", "value": "60+", "min": least, "max": most}]
    committed = drawing.commitment(4, 2, quotas, pool)
    told = {"lottery": 4, "seats": 2, "quotas": quotas, "pool": pool, "commitment": committed, "seed": seed}
    assert VERIFIER["commitment"](told) == committed
    assert VERIFIER["seed_number"](told) == drawing.seed_number(committed, seed) > 0
    changed = told | {"pool": [*pool[1:], pool[0] | {"age": "?"}]}
    assert VERIFIER["commitment"](changed) != committed
    old = sum(one["age"] == "60+" for one in pool)
    assert bool(drawing.broken_quotas(quotas, pool)) == (not least <= old <= most)
    assert bool(drawing.cannot_be_kept(quotas, pool, 2)) == (old < least or least > 2)


def test_the_drawing_of_the_demo_is_of_its_own_pool_and_keeps_its_quotas():
    pool = [
        {"id": no, "building": "10号楼", "age": "60+" if no % 2 == 0 else "40-59", "tenancy": "owner"}
        for no in range(1, 7)
    ]
    assert drawing.commitment(1, 2, council_texts.QUOTAS, pool) == council_texts.COMMITMENT
    people = [one for one in pool if one["id"] in council_texts.DRAWN]
    assert len(people) == 2 and not drawing.broken_quotas(council_texts.QUOTAS, people)


def ask(told, *options):
    command = [sys.executable, *options, str(lottery_program.PROGRAM), "-"]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_without_the_package_nothing_else_draws():
    told = {"lottery": 1, "seats": 1, "quotas": [], "pool": [{"id": 1}], "seed": "x"}
    told["commitment"] = drawing.commitment(1, 1, [], [{"id": 1}])
    assert ask(told, "-S") == (3, {"fault": "not installed: pip install sortition-algorithms"})
    assert ask(told | {"seats": 2}, "-S")[0] == 1


# In place of the package of half a gigabyte: tries every choice and takes one that the number names.
# `make soak` draws with the real one (benchmarks/lots.py).
STAND_IN = {
    "sortition_algorithms/__init__.py": """
from itertools import combinations
class SortitionBaseError(Exception): pass
def run_stratification(features, people, wanted, settings):
    kept = lambda c, f: int(f["min"]) <= sum(one[f["feature"]] == f["value"] for one in c) <= int(f["max"])
    good = [c for c in combinations(people, wanted) if all(kept(c, f) for f in features)]
    if not good: raise SortitionBaseError("no choice keeps the quotas")
    return True, [{one["id"] for one in good[settings.random_number_seed % len(good)]}], None
""",
    "sortition_algorithms/features.py": "def read_in_features(head, rows): return rows, '', ''\n",
    "sortition_algorithms/people.py": "def read_in_people(head, rows, *more): return rows, None\n",
    "sortition_algorithms/settings.py": """
class Settings:
    def __init__(self, **options): self.__dict__ |= options
""",
    "sortition_algorithms-0.0.dist-info/METADATA": "Name: sortition-algorithms\nVersion: 0.0\n",
}


@pytest.fixture
def interpreter(app, tmp_path):
    """A python that has the stand-in, and one that has nothing; the setting names one of them."""

    def choose(has_package):
        for name, text in STAND_IN.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        path = f"PYTHONPATH={tmp_path}" if has_package else ""
        script = tmp_path / f"python-{has_package}"
        script.write_text(f'#!/bin/sh\nexec env {path} {sys.executable} -S "$@"\n')
        script.chmod(0o755)
        app.config["LOTTERY_PYTHON"] = str(script)

    yield choose
    app.config["LOTTERY_PYTHON"] = ""


def run(verb, row, *rest, **more):
    with writing():
        return verb(locked(type(row), row.id), *rest, **more)


OLD = [{"feature": "age", "value": "60+", "min": 1, "max": 1}]


def announced(town, council, **more):
    today = local_today()
    said = {
        "seats": 2,
        "quotas": OLD,
        "seed_source": "双色球",
        "closes_on": today,
        "draw_on": today + timedelta(3),
    }
    lottery = run(lottery_workflow.announce, council, by=town.secretary, **(said | more))
    return db.session.get(Lottery, lottery.id)


def filled(town, lottery, people=8):
    for no in range(people):
        person = make_resident(town.household)
        age = AgeBand.OLD if no % 2 else AgeBand.YOUNG
        run(lottery_workflow.enter, lottery, person, "3号楼", age, Tenancy.TENANT, by=person)


def test_from_the_announcement_to_the_seats(town, clock, interpreter, tick, page):
    council = make_neighbours(town)
    lottery = announced(town, council)
    filled(town, lottery)
    pool = db.session.scalars(select(LotteryEntry.person_id)).all()
    clock.forward(days=1)
    run(lottery_workflow.fix, lottery, by=town.secretary)
    fixed = db.session.get(Lottery, lottery.id)
    assert fixed.commitment == drawing.commitment(lottery.id, 2, OLD, fixed.pool)
    assert sorted(one["id"] for one in fixed.pool) == list(range(1, 9))
    with pytest.raises(Refused):  # before its day
        run(lottery_workflow.seed, lottery, "03 08 17", by=town.secretary)
    clock.forward(days=2)
    run(lottery_workflow.seed, lottery, " 03  08 17 ", by=town.secretary)
    interpreter(False)
    assert tick("councils.lotteries")["councils.lotteries"] == 1
    doc = page.get("councils.lottery", lottery_id=lottery.id)
    assert "requirements-optional.txt" in doc and "不会拿别的办法顶替" in doc
    assert tick("councils.lotteries")["councils.lotteries"] == 0  # not again and again
    run(lottery_workflow.try_again, lottery, by=town.secretary)
    interpreter(True)
    tick("councils.lotteries")
    drawn = db.session.get(Lottery, lottery.id)
    assert (drawn.state, drawn.seed, drawn.fault) == (LotteryState.DRAWN, "03 08 17", "")
    assert tuple(drawn.drawn) == oracle(drawn)
    assert db.session.scalar(select(func.count(LotteryEntry.id))) == 0  # age and tenancy are forgotten
    seated = (
        select(Mandate.person_id)
        .join(Mandate.seat)
        .where(Seat.body_id.is_(None), Seat.council_id == council.id)
    )
    assert len(set(db.session.scalars(seated))) == 2
    told = db.session.scalars(select(Message.person_id).where(Message.verb == "lottery.drawn")).all()
    assert sorted(told) == sorted(db.session.scalars(seated))  # each once, and nobody else
    others = select(Message.person_id).where(Message.verb == "lottery.not_chosen")
    assert sorted({*pool} - {*told}) == sorted(db.session.scalars(others))  # each once, too
    left = page.as_(db.session.get(Person, min({*pool} - {*told}))).get("desk.messages")
    assert left.link("这次没抽到您") == f"/councils/lotteries/{lottery.id}"
    told = page.fetch("councils.lottery_file", lottery_id=lottery.id).json
    assert VERIFIER["commitment"](told) == told["commitment"] and "邻居" not in json.dumps(
        told, ensure_ascii=False
    )
    doc = page.get("councils.lottery", lottery_id=lottery.id)
    assert drawn.program in doc and drawn.commitment in doc and "邻居" not in doc.text


def oracle(lottery):
    """Every choice that keeps the quota, in order; the number names one."""
    good = [
        choice
        for choice in itertools.combinations(lottery.pool, 2)
        if sum(one["age"] == "60+" for one in choice) == 1
    ]
    chosen = good[drawing.seed_number(lottery.commitment, lottery.seed) % len(good)]
    return tuple(one["id"] for one in chosen)


def test_what_a_drawing_refuses(town, clock):
    council, today = make_neighbours(town), local_today()
    for wrong in (
        {"seats": 11},
        {"quotas": [OLD[0] | {"min": 3}]},
        {"draw_on": today + timedelta(1)},
        {"closes_on": today - timedelta(1)},
    ):
        with pytest.raises(Refused):
            announced(town, council, **wrong)
    with pytest.raises(Refused):  # partners are bodies
        announced(town, town.council)
    lottery, me = announced(town, council), town.resident
    enter = (lottery_workflow.enter, lottery, me, "3号楼", AgeBand.OLD, Tenancy.OWNER)
    mine = run(*enter, by=me)
    with pytest.raises(Conflict):
        run(*enter, by=me)
    with pytest.raises(Refused, match="截止日之后"):  # the pool is still open
        run(lottery_workflow.fix, lottery, by=None)
    with writing():
        lottery_workflow.take_out(locked(Lottery, lottery.id), locked(LotteryEntry, mine.id))
    run(*enter, by=me)
    with writing():
        leave(locked(Person, me.id))
    assert lottery_queries.size_of_pool(db.session.get(Lottery, lottery.id)) == 0
    filled(town, lottery, people=2)
    clock.forward(days=1)
    with pytest.raises(Refused):
        run(lottery_workflow.enter, lottery, town.second_adult, "3号楼", AgeBand.OLD, Tenancy.OWNER, by=None)
    with pytest.raises(Refused):  # no more people than seats
        run(lottery_workflow.fix, lottery, by=None)
    clock.forward(days=2)
    with pytest.raises(Refused, match="截止日之后"):  # the seed could be known
        run(lottery_workflow.fix, lottery, by=None)
    pool = sorted(db.session.scalars(select(LotteryEntry.person_id)))
    run(lottery_workflow.call_off, lottery, by=None)
    told = select(Message.person_id).where(Message.verb == "lottery.called_off")
    assert len(pool) == 2 and sorted(db.session.scalars(told)) == pool
    assert db.session.scalar(select(func.count(LotteryEntry.id))) == 0
    with pytest.raises(Conflict):
        run(lottery_workflow.seed, lottery, "03 08", by=None)


def test_a_draw_that_is_not_of_this_pool_is_not_believed(town, clock):
    council = make_neighbours(town)
    lottery = announced(town, council)
    filled(town, lottery)
    clock.forward(days=1)
    run(lottery_workflow.fix, lottery, by=None)
    clock.forward(days=2)
    run(lottery_workflow.seed, lottery, "03 08", by=None)
    pool = db.session.get(Lottery, lottery.id).pool
    old = [one["id"] for one in pool if one["age"] == "60+"]
    young = [one["id"] for one in pool if one["age"] != "60+"]
    for wrong in (old[:2], young[:2], [old[0], 99], [old[0]], [old[0], old[0]], [old[0], *young[:2]]):
        with pytest.raises(Refused):
            run(lottery_workflow.record_draw, lottery, wrong, "x")
    gone = db.session.scalar(select(LotteryEntry.person_id).where(LotteryEntry.number == old[0]))
    with writing():
        leave(locked(Person, gone))
    sits = db.session.scalar(select(LotteryEntry.person_id).where(LotteryEntry.number == young[0]))
    with writing():
        give_seat(locked(Council, council.id), locked(Person, sits), by=None)
    seats = run(lottery_workflow.record_draw, lottery, [old[0], young[0]], "x")
    assert seats == []  # one has left, the other sits there already: neither gets a second seat
    assert len(queries.council_or_404(council.id).seats) == 3


def test_the_pool_is_in_an_order_of_chance(town, clock):
    lottery = announced(town, make_neighbours(town))
    filled(town, lottery)
    clock.forward(days=1)
    run(lottery_workflow.fix, lottery, by=None, mix=random.Random(1).shuffle)
    numbers = db.session.scalars(select(LotteryEntry.number).order_by(LotteryEntry.id)).all()
    assert sorted(numbers) == list(range(1, 9)) and list(numbers) != sorted(numbers)
