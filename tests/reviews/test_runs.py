"""Frozen runs: equal to plain SQL over the ledger, added up again by the docs' recipe, never changed."""

import contextlib
import csv
import hashlib
import io
import re
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from civic.database import locked, writing
from civic.dispatch import leg_workflow
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.errors import Refused
from civic.extensions import db
from civic.reviews import adding, figures, rates, runs, scoring, workflow
from civic.reviews.adding import Period
from civic.reviews.states import AnswerChannel, Satisfied, Solved
from civic.reviews.text_answer import Said
from tests.factories.dispatch import legs_of, make_order, make_replied, make_reply
from tests.factories.reviews import callback_of, make_answer
from tests.harness.folders import ROOT

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
SAID = [
    Said(True, Solved.YES, Satisfied.YES),
    Said(True, Solved.PARTLY, Satisfied.BASICALLY),
    Said(False, Solved.NO, Satisfied.NO),
    None,
]


@pytest.fixture
def october(town, clock, tick):
    """Six orders: one never answered, one contacted late, one left out afterwards, one corrected."""
    clock.to("2026-10-05 09:00")
    late = make_order(town)
    make_order(town)  # nobody does anything about it
    orders = [make_replied(town) for _order in range(4)]
    clock.forward(days=3)
    for leg, by in zip(legs_of(late), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
    clock.forward(days=5)
    tick("reviews.callbacks")
    make_answer(callback_of(late), SAID[1], channel=AnswerChannel.PHONE, by=town.street_colleague)
    for order, said in zip(orders, SAID, strict=True):
        if said:
            make_answer(callback_of(order), said)
    make_answer(callback_of(orders[2]), SAID[1], verb=workflow.correct)
    with writing():
        locked(WorkOrder, orders[1].id).is_excluded = True
    clock.to("2026-11-09 10:00")
    tick("reviews.callbacks")
    return orders


def plain_sql(body_id):
    """(contacted, leading, solved, valid, satisfied) of one body from the ledger's lines by SQL alone."""
    field = "json_extract({}, '$.{}')" if db.engine.dialect.name == "sqlite" else "({} ->> '{}')"
    get = field.format
    yes = "1" if db.engine.dialect.name == "sqlite" else "'true'"
    legs = f"""
        SELECT count(*), sum(CASE WHEN EXISTS (SELECT 1 FROM ledger_entry c JOIN ledger_payload p
            ON p.entry_id = c.id WHERE c.verb = 'leg.contacted' AND c.subject = e.subject
            AND {get("p.public_json", "in_time")} = {yes}) THEN 1 ELSE 0 END)
        FROM ledger_entry e JOIN ledger_payload s ON s.entry_id = e.id
        WHERE e.verb = 'leg.sent' AND {get("s.public_json", "role")} = 'lead'
        AND CAST({get("s.public_json", "body")} AS INTEGER) = :body
        AND e.thread_id NOT IN ({_left_out(get, yes)})"""
    answers = f"""
        SELECT {get("p.public_json", "solved")}, {get("p.public_json", "satisfied")}
        FROM ledger_entry e JOIN ledger_payload p ON p.entry_id = e.id
        WHERE e.id IN (SELECT max(id) FROM ledger_entry
            WHERE verb IN ('callback.answered', 'callback.corrected') GROUP BY subject)
        AND e.thread_id IN (SELECT l.thread_id FROM ledger_entry l JOIN ledger_payload q ON q.entry_id = l.id
            WHERE l.verb = 'leg.sent' AND CAST({get("q.public_json", "body")} AS INTEGER) = :body)
        AND e.thread_id NOT IN ({_left_out(get, yes)})"""
    leading, contacted = db.session.execute(text(legs), {"body": body_id}).one()
    said = db.session.execute(text(answers), {"body": body_id}).all()
    return (
        contacted, leading, sum(solved == "yes" for solved, _ in said), len(said),
        sum(satisfied == "yes" for _, satisfied in said),
    )  # fmt: skip


def _left_out(get, yes):
    return (
        "SELECT x.thread_id FROM ledger_entry x JOIN ledger_payload y ON y.entry_id = x.id WHERE x.verb = "
        f"'callback.exclusion_noted' AND {get('y.public_json', 'excluded')} = {yes}"
    )


def test_a_run_equals_plain_sql_over_the_ledger(october, town):
    run = scoring.freeze_now(OCTOBER)
    for body in (town.department, town.property):
        row = scoring.row_of(run, "body", str(body.id))
        found = row.contacted, row.legs, row.solved, row.callbacks, row.satisfied
        assert found == plain_sql(body.id)
    total = scoring.row_of(run, "all")
    assert (total.orders, total.excluded, total.legs, total.contacted) == (6, 1, 10, 6)
    assert (total.callbacks, total.own_callbacks, total.solved) == (3, 2, 1)


def test_what_is_left_out_is_still_counted_in_public(october, page):
    """I6."""
    run = scoring.freeze_now(OCTOBER)
    assert "不计入的:1件" in page.get("reviews.run", no=run.id).text


def recipe():
    """The ten lines of docs/reviews.md."""
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs/reviews.md").read_text("utf-8"), re.S)[1]
    assert len(code.strip().splitlines()) <= 10
    return code


def test_a_citizen_adds_a_run_up_again_to_the_last_digit(october, town, page, tmp_path, monkeypatch):
    run = scoring.freeze_now(OCTOBER)
    content = page.fetch("reviews.run_facts", no=run.id).data
    assert hashlib.sha256(content).hexdigest() == run.facts_sha256
    (tmp_path / "run.csv").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    for body in (town.department, town.property):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(recipe().replace('"3"', f'"{body.id}"'), {})
        row = scoring.row_of(run, "body", str(body.id))
        shown = figures.of(row, scoring.run_or_404(run.id).scheme)
        assert printed.getvalue().split() == [one.percent for one in shown.three]


def test_the_open_file_names_nobody(october, town, page):
    run = scoring.freeze_now(OCTOBER)
    rows = list(csv.DictReader(io.StringIO(page.fetch("reviews.run_facts", no=run.id).text)))
    assert tuple(rows[0]) == rates.COLUMNS
    assert Counter(row["case"] for row in rows) == dict.fromkeys(map(str, range(1, 7)), 2)


def test_a_run_is_frozen(october, town):
    run = scoring.freeze_now(OCTOBER)
    before = scoring.row_of(run, "all").callbacks
    make_answer(callback_of(october[3]), SAID[0])  # whoever was away answers later
    again = scoring.freeze_now(OCTOBER)
    assert scoring.row_of(run, "all").callbacks == before == scoring.row_of(again, "all").callbacks - 1
    for statement in (
        "UPDATE score_row SET solved = 99",
        "DELETE FROM score_run",
        "UPDATE score_scheme SET response=1",
    ):
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(text(statement))


def test_the_month_is_frozen_on_the_ninth_and_once(october, tick, clock):
    assert tick("reviews.runs") == {"reviews.runs": 1}
    assert tick("reviews.runs") == {"reviews.runs": 0}
    assert scoring.freeze_now(OCTOBER, only_once=True) is None
    assert scoring.latest_run().from_day == OCTOBER.first
    assert scoring.scheme_in_force().is_example
    clock.to("2026-12-09 10:00")
    assert tick("reviews.runs") == {"reviews.runs": 0}  # nothing fell due in November


def test_a_replaced_round_is_no_case(town, clock, tick):
    clock.to("2026-10-05 09:00")
    order = make_order(town)
    clock.forward(days=8)
    tick("reviews.callbacks")
    with writing():
        workflow.dispatch.unlead(locked(WorkOrder, order.id), by=town.street)
    assert adding.facts_of(OCTOBER) == []


def test_a_leg_taken_back_is_not_assessed(town, clock, tick):
    clock.to("2026-10-05 09:00")
    order = make_order(town)
    with writing():
        leg_workflow.take_back(locked(DispatchLeg, legs_of(order)[0].id), by=town.street)
    clock.forward(days=8)
    tick("reviews.callbacks")
    assert [line[4] for line in adding.facts_of(OCTOBER)] == [str(town.property.id)]


def test_weights_add_up_to_a_hundred_and_are_versions(town, page):
    staff = page.as_(town.district)
    staff.get("reviews.schemes")
    told = {
        "name": "2026年",
        "response": 20,
        "resolution": 40,
        "satisfaction": 40,
        "proactive": 5,
        "first_receiver": 0,
    }
    staff.submit("下一期", told, status=422)
    staff.get("reviews.schemes")
    staff.submit("下一期", told | {"proactive": 0})
    assert (scoring.scheme_in_force().resolution, scoring.scheme_in_force().is_example) == (40, False)
    assert "2026年" in page.get("reviews.schemes").text
    page.as_(town.secretary).post("reviews.create_scheme", told, status=403)
    with pytest.raises(Refused), writing():
        runs.set_scheme(by=None, name="x", basically_is_half=False, response=99, resolution=0, satisfaction=0,
                        first_receiver=0, proactive=0)  # fmt: skip


def lines_of(bodies, share):
    """Thirty cases of each body; body n solves all but share(n) of them."""
    return [
        (
            f"{body}-{n}",
            "1",
            str(body),
            "waste",
            str(body),
            "lead",
            "1",
            "1",
            "1",
            "0",
            "0",
            solved,
            solved,
            "0",
        )
        for body in bodies
        for n, solved in enumerate(["no"] * share(body) + ["yes"] * (30 - share(body)))
    ]


def test_ranks_over_the_years_go_from_52_to_20_to_10(town, page):
    """The seed's story: volume ×4, and the place rises from 52nd to 20th to 10th of 60."""
    with writing():
        scheme = runs.set_scheme(by=None, name="年", basically_is_half=False, response=0, resolution=50,
                                 satisfaction=50, first_receiver=0, proactive=0)  # fmt: skip
    for year, place in ((2021, 52), (2022, 20), (2023, 10)):
        others = [n for n in range(1, 61) if n != place]
        lines = lines_of(others, lambda n: n // 2) + [
            (f"me-{k}", "1", "777", "waste", "777", "lead", *"11100", answer, answer, "0")
            for k, answer in enumerate(["no"] * (place // 2) + ["yes"] * (30 - place // 2))
        ]
        made = adding.add_up(Period(date(year, 1, 1), date(year + 1, 1, 1)), scheme, lines)
        with writing():
            runs.freeze(made)
    years, found = scoring.ranks_over_years("community")
    assert [run.from_day.year for run in years] == [2021, 2022, 2023]
    mine = [found["777"][run.id] for run in years]
    assert all(row.rank_from <= place <= row.rank_to for row, place in zip(mine, (52, 20, 10), strict=True))
    assert mine[0].rank_from > mine[1].rank_from > mine[2].rank_from
    shown = page.get("reviews.years", of="community").text
    assert "本站数据计算,不是市、区考评成绩" in shown
    assert f"第{mine[0].rank_from}到第{mine[0].rank_to}名" in shown


def test_the_administrator_may_freeze_by_command(app, october):
    told = app.test_cli_runner().invoke(args=["reviews", "freeze", "2026-10"])
    assert told.exit_code == 0, told.output
    assert "6 cases" in told.output
    assert app.test_cli_runner().invoke(args=["reviews", "freeze", "October"]).exit_code == 2
