"""The hotline's orders come in whole, once, with their own deadline and number, and nothing public."""

import csv
import os
import signal
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from civic import create_app
from civic.csv_files import FileFault
from civic.database import writing
from civic.dispatch import importing, sameness, workflow
from civic.dispatch.hotline_models import CityCallback, HotlineRow
from civic.dispatch.importing import Intake, Written
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegRole, OrderState
from civic.extensions import db
from civic.issues import search
from civic.issues import workflow as issues
from civic.issues.kinds import Channel, IssueKind, Urgency, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.ledger.signals import recorded
from civic.places.models import Place
from civic.threads.models import Thread
from tests.dispatch import hotline
from tests.dispatch.hotline import FEW, SUBMITTED, csv_file, few, rows

SOURCE = "12345"


def brought_in(path, place, source=SOURCE, **more):
    checked = importing.check(path, path.with_suffix(".report.csv"), source)
    return checked, sum(importing.bring_in(checked, Intake(source, place.id, **more)), Written())


@pytest.fixture
def some(tmp_path):
    """A file of that many good rows."""
    return lambda count, name="list.csv", start=1: csv_file(tmp_path / name, rows(count, start))


def count(model, **filters):
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**filters))


def order_no(number):
    return db.session.scalars(select(WorkOrder).filter_by(external_no=f"20260301{number:06d}")).one()


def test_three_thousand_rows_become_orders_waiting_to_be_dispatched(town, some):
    checked, written = brought_in(some(3000), town.community)
    assert (checked.good, checked.bad, checked.known) == (3000, 0, 0)
    assert (written.new, written.known) == (3000, 0)
    assert count(WorkOrder) == count(Issue) == count(Thread) == 3000
    order = order_no(7)
    assert order.state is OrderState.RECEIVED and order.source == SOURCE and order.priority == "一般"
    assert order.due_at == SUBMITTED + timedelta(days=7, minutes=7) and order.due_is_given
    assert order.urgency is Urgency.NORMAL and order.street_id == town.community.parent_id
    issue = db.session.get(Issue, order.issue_id)
    assert issue.state is IssueState.RECEIVED and issue.visibility is Visibility.HANDLERS_ONLY
    assert issue.channel is order.channel is Channel.IMPORTED and issue.work_order_id == order.id
    assert issue.body_raw.startswith("7号楼电梯坏了\n7号楼电梯坏了,“没人管”")
    assert issue.raised_at == issue.waiting_since == SUBMITTED + timedelta(minutes=7)
    assert db.session.get(Thread, issue.thread_id).seals["intake"]["on"] == "2026-03-01"
    assert search.own_hits("7号楼电梯", town.community.id, size=1)
    everything = set(db.session.scalars(select(WorkOrder.id)))
    assert everything == set(db.session.scalars(select(Issue.work_order_id)))


def test_one_entry_a_batch_and_nothing_typed_in_it(town, some):
    brought_in(some(120), town.community)
    found = db.session.execute(
        select(LedgerPayload.public_json)
        .join(LedgerEntry, LedgerEntry.id == LedgerPayload.entry_id)
        .where(LedgerEntry.verb == "work_orders.imported")
        .order_by(LedgerEntry.id)
    ).scalars()
    entries = list(found)
    assert sum(entry["count"] for entry in entries) == 120 and len(entries) < 5
    assert all(entry["last"] - entry["first"] == entry["count"] - 1 for entry in entries)
    assert not any(word in str(entries) for word in ("榆某", "139", "电梯"))


def test_a_second_run_changes_nothing(town, some):
    path = some(30)
    brought_in(path, town.community)
    before = [tuple(row) for row in db.session.execute(select(WorkOrder.__table__))]
    entries = count(LedgerEntry)
    checked, written = brought_in(path, town.community)
    assert checked.known == 30 and written == Written(known=30)
    assert [tuple(row) for row in db.session.execute(select(WorkOrder.__table__))] == before
    assert count(LedgerEntry) == entries and count(CityCallback) == 30


def test_one_number_of_two_sources_is_two_orders(town, some):
    path = some(3)
    brought_in(path, town.community)
    _, written = brought_in(path, town.community, source="district")
    assert written.new == 3 and count(WorkOrder) == 6


def test_an_interrupted_run_goes_on_where_it_stopped(town, some):
    path = some(300)
    checked = importing.check(path, path.with_suffix(".report"), SOURCE)
    first = list(islice(importing.bring_in(checked, Intake(SOURCE, town.community.id)), 1))
    assert count(WorkOrder) == first[0].new == 100
    _, written = brought_in(path, town.community)
    assert (written.new, written.known, count(WorkOrder)) == (200, 100, 300)


def test_bad_input_is_told_and_the_rest_comes(town, tmp_path):
    lines = [
        few("A1", submitted="2026-03-14 16:30"),
        few("A2", submitted="2026/3/14"),
        few("A3", submitted="2026年3月14日16时30分"),
        few("A1", title="又一次"),
        few("A4", submitted="3/14/26"),
        few("", title="没有编号"),
        few("A5", title="=HYPERLINK(1)"),
    ]
    checked, written = brought_in(csv_file(tmp_path / "l.csv", lines, FEW), town.community)
    assert (checked.good, checked.bad, written.new) == (4, 3, 4)
    with open(tmp_path / "l.report.csv", encoding="utf-8-sig", newline="") as report:
        assert [row["line"] for row in csv.DictReader(report)] == ["5", "6", "7"]
    starts = db.session.scalars(select(Issue.raised_at).order_by(Issue.id).limit(3))
    assert [f"{start:%m-%d}" for start in starts] == ["03-14", "03-13", "03-14"]  # UTC


def test_a_formula_in_a_workbook_makes_its_line_a_bad_one(town, tmp_path):
    path = hotline.workbook(tmp_path / "l.xlsx", [few("B1"), few("B2", title="=1+1"), few("B3")], FEW)
    checked, written = brought_in(path, town.community)
    assert (checked.good, checked.bad, written.new) == (2, 1, 2)


def test_wrong_columns_or_a_broken_end_write_nothing(town, tmp_path):
    with pytest.raises(FileFault):
        brought_in(csv_file(tmp_path / "l.csv", [["1", "灯坏了"]], ["number", "words"]), town.community)
    whole = hotline.text(rows(700)) + '"9999,没有收尾'
    (tmp_path / "m.csv").write_text(whole, "utf-8")
    with pytest.raises(FileFault):
        brought_in(tmp_path / "m.csv", town.community)
    assert count(WorkOrder) == count(Thread) == 0


def test_the_words_of_the_place_say_which_community_and_building(town, tmp_path):
    header = ["工单编号", "标题", "地点"]
    lines = [["C1", "灯坏了", "星榆花园3号楼2单元"], ["C2", "灯坏了", "13号楼"], ["C3", "灯坏了", ""]]
    brought_in(csv_file(tmp_path / "l.csv", lines, header), town.community)
    places = [db.session.get(Issue, o.issue_id).place_id for o in db.session.scalars(select(WorkOrder))]
    assert places == [town.building.id, town.community.id, town.community.id]
    kept = db.session.scalars(select(HotlineRow).order_by(HotlineRow.order_id)).first()
    assert kept.place_words == "星榆花园3号楼2单元"


def test_bodies_named_in_the_file_are_a_suggestion_and_nothing_is_dispatched(town, tmp_path):
    header = ["工单编号", "标题", "主办单位", "协办单位"]
    line = ["D1", "地锁", town.department.name, f"{town.property.short_name}、无此单位"]
    brought_in(csv_file(tmp_path / "l.csv", [line], header), town.community)
    order = db.session.scalars(select(WorkOrder)).one()
    kept = db.session.get(HotlineRow, order.id)
    assert (kept.lead_id, kept.assist_ids) == (town.department.id, [town.property.id])
    assert kept.assist_words == [town.property.short_name, "无此单位"]
    assert order.state is OrderState.RECEIVED


def test_the_same_words_at_the_same_place_are_perhaps_the_same(town, tmp_path, at_most):
    header = ["工单编号", "标题", "地点"]
    lines = [
        ["E1", "电梯坏了!", "3号楼"], ["E2", "電梯 壞了", "星榆花园 3号楼"],
        ["E3", "电梯坏了", "10号楼"], ["E4", "路灯坏了", "3号楼"],
    ]  # fmt: skip
    brought_in(csv_file(tmp_path / "l.csv", lines, header), town.community)
    first, second, third, fourth = db.session.scalars(select(WorkOrder.id).order_by(WorkOrder.id))
    with at_most(1):
        found = sameness.likely_duplicates([first, second, third, fourth])
    assert found == {second: first}
    with writing():
        workflow.settle(db.session.get(WorkOrder, first), by=town.street, state=OrderState.ANSWERED)
    assert sameness.likely_duplicates([first, second]) == {}


def test_an_imported_order_keeps_its_own_deadline_when_it_is_dispatched(town, some):
    brought_in(some(1), town.community)
    order = order_no(1)
    given, words = order.due_at, {"title": "电梯停在半层", "summary": "电梯停在两层之间。"}
    with writing():
        issue = db.session.get(Issue, order.issue_id)
        facts = {"kind": IssueKind.COMPLAINT, "category": "building.lift", "urgency": Urgency.URGENT}
        issues.accept(issue, by=town.street, **words, **facts)
        workflow.dispatch(order, by=town.street, bodies=[(town.department, LegRole.LEAD)])
    assert order.due_at == given and order.due_is_given


def test_the_command_checks_writes_and_says_what_it_did(app, town, some):
    run, path = app.test_cli_runner().invoke, str(some(5))
    tried = run(args=["work-orders", "import", path, "--dry-run"])
    assert tried.exit_code == 0 and "5" in tried.output and count(WorkOrder) == 0
    done = run(args=["work-orders", "import", path, "--source", "区热线", "--community", town.community.name])
    assert done.exit_code == 0 and count(WorkOrder, source="区热线") == 5


def test_the_command_refuses_a_file_without_its_columns_in_a_sentence(app, town, tmp_path):
    path = csv_file(tmp_path / "l.csv", [["1", "灯坏了"]], ["number", "words"])
    done = app.test_cli_runner().invoke(args=["work-orders", "import", str(path)])
    assert done.exit_code != 0 and "工单编号" in done.output and "Traceback" not in done.output


@pytest.mark.races
def test_two_imports_at_once_take_turns(town, some, race):
    path = some(400)
    outcomes = race(import_once, [(str(path), town.community.id)] * 3)
    db.session.rollback()
    assert sum(outcomes) == 400 and count(WorkOrder) == count(Issue) == 400


def import_once(path, community_id):
    """New rows of one import, in a process of its own."""
    _checked, written = brought_in(Path(path), db.session.get(Place, community_id))
    return written.new


@pytest.mark.races
def test_an_import_killed_inside_a_batch_leaves_whole_batches_and_goes_on(town, some, race):
    path = some(400)
    dying = race.fork.Process(target=import_and_die, args=(race.settings, str(path), town.community.id))
    dying.start()
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    db.session.rollback()
    assert count(WorkOrder) == count(Issue) == count(Thread) == count(HotlineRow) == importing.FIRST_BATCH
    _, written = brought_in(path, town.community)
    assert (written.new, count(WorkOrder), count(Issue)) == (300, 400, 400)


def import_and_die(settings, path, community_id):
    """The second batch is written and never committed: the process is killed in its transaction."""
    batches = []

    def die(verb, **rest):
        if verb is importing.IMPORTED:
            batches.append(verb)
            if len(batches) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

    recorded.connect(die)
    with create_app(**settings).app_context():
        import_once(path, community_id)
