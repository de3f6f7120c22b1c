"""A complaint list comes over whole, once, and not a word of it is public."""

import csv
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from civic.csv_files import FileFault
from civic.database import local_today, locked, writing
from civic.extensions import db
from civic.issues import importing, search, summaries, workflow
from civic.issues.kinds import IssueKind, Urgency, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.threads.models import Thread
from tests.issues import complaints
from tests.issues.complaints import brought_over, written


@pytest.fixture
def some(tmp_path):
    """A file of that many good rows."""
    return lambda count, name="list.csv": written(tmp_path / name, complaints.text(complaints.rows(count)))


def count(model, **filters):
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**filters))


def test_every_row_becomes_a_received_issue_for_handlers_only(town, some):
    checked, new, known = brought_over(some(1203), town.community)
    assert (checked.good, checked.bad, new, known) == (1203, 0, 1203, 0)
    issue = db.session.scalars(select(Issue).filter_by(external_no="7")).one()
    assert issue.state is IssueState.RECEIVED and issue.visibility is Visibility.HANDLERS_ONLY
    assert issue.body_raw.startswith("7号楼") and issue.waiting_since == issue.raised_at
    thread = db.session.get(Thread, issue.thread_id)
    assert thread.title == "" and thread.area_id == town.community.id
    assert thread.seals["intake"]["on"] == "2019-08-08"
    entries = db.session.scalars(select(LedgerEntry).filter_by(verb="issues.imported")).all()
    assert len(entries) == 3  # one for each batch of 500


def test_a_second_run_changes_nothing(town, some):
    path = some(30)
    brought_over(path, town.community)
    _, new, known = brought_over(path, town.community)
    assert (new, known, count(Issue), count(Thread)) == (0, 30, 30, 30)


def test_an_interrupted_run_goes_on_where_it_stopped(town, some):
    path = some(1100)
    checked = importing.check(path, path.with_suffix(".report"))
    list(islice(importing.bring_over(checked, town.community.id, Visibility.PUBLIC), 1))
    assert count(Issue) == 500
    _, new, known = brought_over(path, town.community)
    assert (new, known, count(Issue)) == (600, 500, 1100)


def test_the_same_number_twice_in_one_file_counts_once(town, tmp_path):
    lines = [*complaints.rows(3), *complaints.rows(1)]
    _, new, known = brought_over(written(tmp_path / "l.csv", complaints.text(lines)), town.community)
    assert (new, known) == (3, 1)


def test_a_broken_file_writes_nothing(town, tmp_path):
    broken = complaints.text(complaints.rows(700)) + '9999,R,"没有收尾的引号,正文,2019-01-01,0,0\n'
    with pytest.raises(FileFault) as fault:
        brought_over(written(tmp_path / "l.csv", broken), town.community)
    assert "702" in str(fault.value)
    assert count(Issue) == 0


def test_bad_rows_are_reported_with_line_and_reason_and_the_others_come(town, tmp_path):
    lines = list(complaints.rows(4))
    lines[1][4] = "no date"
    lines[2][0] = ""
    lines.append(["=cmd|'/c calc'!A1", "R", "", "", "2019-01-01", "0", "0"])
    path = written(tmp_path / "l.csv", complaints.text(lines))
    checked, new, _ = brought_over(path, town.community)
    assert (new, checked.bad) == (2, 3)
    with open(path.with_suffix(".report.csv"), encoding="utf-8-sig", newline="") as report:
        told = list(csv.DictReader(report))
    assert [row["line"] for row in told] == ["3", "4", "6"]
    assert told[2]["external_no"].startswith("'=")
    assert all(row["reason"] for row in told)


def test_staff_find_imported_words_and_the_public_does_not(town, some, page):
    brought_over(some(20), town.community, Visibility.PUBLIC)
    assert len(search.own_hits("電梯壞了", town.community.id)) == 3
    for address in ("/issues", "/issues?q=电梯", "/issues?q=坏了&status=received", "/issues?order=waiting"):
        doc = page.get(address)
        assert "坏了" not in doc.text.replace("“坏了”", "") and "没人管" not in doc.text
    assert db.session.execute(text("SELECT count(*) FROM issue_search")).scalar() == 0


def test_a_released_summary_is_found_and_the_own_words_still_are_not(town, some, page):
    brought_over(some(3), town.community, Visibility.PUBLIC)
    released(town, db.session.scalars(select(Issue.id).filter_by(external_no="1")).one())
    assert "电梯有时停在半层" in page.get("/issues?q=半层").text
    assert "没人管" not in page.get("/issues?q=没人管").text.replace("“没人管”", "")


def released(town, number):
    words = {"title": "电梯有时停在半层", "summary": "1号楼的电梯有时停在两层之间。"}
    facts = {"kind": IssueKind.COMPLAINT, "category": "building.lift", "urgency": Urgency.NORMAL}
    with writing():
        workflow.accept(locked(Issue, number), by=town.secretary, **words, **facts)
    with writing():
        summaries.release(locked(Issue, number), by=town.secretary)


@pytest.mark.races
def test_two_imports_at_once_take_turns(town, some, race):
    path = some(600)
    outcomes = race(import_once, [(str(path), town.community.id)] * 3)
    db.session.rollback()
    assert sum(outcomes) == 600 and count(Issue) == 600


def import_once(path, community_id):
    """New rows of one import, in a process of its own."""
    file = Path(path)
    checked = importing.check(file, file.with_suffix(".report"))
    return sum(new for new, _ in importing.bring_over(checked, community_id, Visibility.PUBLIC))


def test_the_command_says_what_it_did(app, town, some):
    done = app.test_cli_runner().invoke(args=["issues", "import", str(some(5))])
    assert done.exit_code == 0 and "5" in done.output
    assert count(Issue, visibility=Visibility.HANDLERS_ONLY) == 5


def test_the_command_refuses_a_file_without_its_columns_in_a_sentence(app, town, tmp_path):
    path = written(tmp_path / "l.csv", "number,words\n1,灯坏了\n")
    done = app.test_cli_runner().invoke(args=["issues", "import", str(path)])
    assert done.exit_code != 0 and "external_no" in done.output and "Traceback" not in done.output


@pytest.mark.real_data
def test_the_real_list_comes_over_whole(town, real_data, page):
    checked, new, _ = brought_over_readonly(real_data / "complaints" / "complaints.csv", town)
    assert (checked.good, checked.bad, new) == (2913, 0, 2913)
    page.get("/issues")
    assert len(search.own_hits("魅力之城", town.community.id)) == 20


def brought_over_readonly(path, town, visibility=Visibility.HANDLERS_ONLY):
    checked = importing.check(path, Path("/nonexistent"))
    counts = list(importing.bring_over(checked, town.community.id, visibility))
    return checked, sum(new for new, _ in counts), 0


def walked(town, number):
    """Summary released, somebody does it, answered: as far as an issue without a reporter goes."""
    released(town, number)
    with writing():
        issue = locked(Issue, number)
        workflow.put_in_action(issue, by=town.secretary, body=town.property, due_on=local_today())
    with writing():
        workflow.answer(locked(Issue, number), by=town.secretary, words="换了门机,三天没有再停。")


PUBLIC_PAGES = (
    "/",
    "/issues",
    "/issues/{}",
    "/issues?q=半层",
    "/action-items",
    "/ledger",
    "/moderation",
    "/topics",
)


def test_an_imported_complaint_walks_on_and_its_own_words_stay_behind(town, some, page):
    brought_over(some(3), town.community, Visibility.PUBLIC)
    number = db.session.scalars(select(Issue.id).filter_by(external_no="2")).one()
    walked(town, number)
    assert_silent(page, number, ["没人管", "坏了2天", "2号楼垃圾桶"])
    doc = page.get("transparency.thread", no=number)
    assert "电梯有时停在半层" in doc and "换了门机" in doc


@pytest.mark.real_data
def test_a_real_complaint_walks_on_and_its_own_words_stay_behind(town, real_data, page):
    brought_over_readonly(real_data / "complaints" / "complaints.csv", town, Visibility.PUBLIC)
    issue = db.session.scalars(select(Issue).filter_by(external_no="188006")).one()
    number, title = issue.id, issue.own_headline[:12]
    walked(town, number)
    assert_silent(page, number, ["一米阳光", title])
    assert "换了门机" in page.get("transparency.thread", no=number)


def assert_silent(page, number, words):
    for address in PUBLIC_PAGES:
        said = page.get(address.format(number)).text
        assert not [each for each in words if each in said], address
