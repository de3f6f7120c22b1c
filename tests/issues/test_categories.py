"""Categories as data: edited by the street, imported, kept in the process, seen by everybody at once."""

import csv

import pytest

from civic.database import locked, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import categories, category_workflow, workflow
from civic.issues.category_file import read
from civic.issues.category_models import Category
from civic.issues.kinds import IssueKind, Urgency
from civic.issues.models import Issue
from civic.ledger.models import LedgerEntry
from tests.factories.issues import make_issue, make_told


def add(parent, label, by=None):
    with writing():
        return category_workflow.add(parent, label, by=by).code


def change(code, by=None, version=0, **wanted):
    with writing():
        return category_workflow.change(code, by=by, version=version, **wanted)


def test_a_third_level_is_stored_and_told(town):
    code = add("water.pipes", "地下管网")
    issue = make_told(town.community, town.resident, town.secretary, category=code)
    now = db.session.get(Issue, issue.id, populate_existing=True)
    assert (now.category, now.category_code) == ("water", code)
    assert f"{now.category}.{now.subcategory}" == code and now.category_label == "地下管网"


def test_what_is_hidden_keeps_its_name_and_cannot_be_chosen(town, page):
    issue = make_told(town.community, town.resident, town.secretary, category="parking.locks")
    change("parking.locks", is_active=False)
    assert "parking.locks" not in {code for rows in categories.choices().values() for code, _ in rows}
    assert db.session.get(Issue, issue.id).category_label is not None
    assert categories.exists("parking.locks")
    page.get("/issues?category=parking&narrow=1")


@pytest.mark.parametrize("parent, label", [("water.pipes.c1", "五"), ("gold", "金"), ("water", "燃气")])
def test_what_cannot_be_added_is_refused(town, parent, label):
    if parent == "water.pipes.c1":
        parent = add("water.pipes", "三级")
    label = str(categories.label("water.gas")) if parent == "water" else label
    with pytest.raises(Refused):
        add(parent, label)


def test_the_second_of_two_editors_is_told(town):
    change("water", label="水电")
    with pytest.raises(Conflict):
        change("water", label="水")
    assert change("water", version=1, label="水").version == 2


def test_every_edit_is_in_the_ledger_without_words(town):
    code = add("water", "二次供水", by=town.street)
    change(code, by=town.street, version=1, questions=["几层?"], label="二次供水")
    entries = db.session.scalars(
        db.select(LedgerEntry.verb).where(LedgerEntry.verb.like("category.%")).order_by(LedgerEntry.id)
    )
    assert list(entries) == ["category.added", "category.changed"]


def test_another_process_reads_the_tree_anew_and_a_page_asks_once(town, page, at_most):
    page.get("issues.categories")
    kept = page.app.extensions.get("categories", categories.PLAIN)
    change("water", label="水和电")
    page.app.extensions["categories"] = kept  # as a process has it that did not make the change
    assert "水和电" in page.get("issues.categories").text
    categories.forget()
    with at_most(1):
        for _ in range(100):
            assert categories.label("water") == "水和电"


def test_a_change_taken_back_is_not_kept(town):
    with pytest.raises(RuntimeError), writing():
        category_workflow.change("water", by=None, version=0, label="改了又退")
        assert categories.label("water") == "改了又退"
        raise RuntimeError
    categories.forget()
    assert categories.label("water") != "改了又退"


def test_the_list_filters_by_a_new_top_category(town, page):
    code = add("", "城乡建设")
    issue = make_told(town.community, town.resident, town.secretary, category=code, title="路灯不够")
    assert "路灯不够" in page.get(f"/issues?category={code}").text
    assert "城乡建设" in page.get("/issues?narrow=1").text
    change(code, version=1, label="城建")
    assert "城乡建设" not in page.get("/issues?narrow=1").text
    page.get("/issues?category=water.pipes", status=400)
    assert issue.id


def twin(folder, tops=14, mids=6, leaves=7):
    """A list like the real one, in three levels."""
    file = folder / "twin.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["level1", "level2", "level3"])
        for top in range(tops):
            for mid in range(mids):
                for leaf in range(leaves):
                    writer.writerow([f"一级{top}", f"二级{top}之{mid}", f"三级分类名称{leaf}"])
    return file


def import_twice(app, file):
    paths, bad = read(file)
    assert not bad
    runner = app.test_cli_runner()
    first = runner.invoke(args=["issues", "import-categories", str(file), "--provisional"])
    assert first.exit_code == 0, first.output
    rows = db.session.scalars(db.select(Category)).all()
    again = runner.invoke(args=["issues", "import-categories", str(file)])
    assert again.exit_code == 0, again.output
    assert db.session.scalar(db.select(db.func.count()).select_from(Category)) == len(rows)
    categories.forget()
    known = {categories.path_label(row.code) for row in rows}
    assert {" › ".join(path) for path in paths} <= known | {
        categories.path_label(code) for code in categories.BUILT_IN
    }
    assert all(
        len(row.code.partition(".")[2]) <= 32 and len(row.code.partition(".")[0]) <= 32 for row in rows
    )
    return rows


def pages_of(town, page):
    """Every page that shows the whole tree stays within its weight."""
    issue = make_issue(town.community, town.resident, "水管漏水")
    page.get("issues.categories")
    page.as_(town.street).get("issues.categories")
    page.as_(town.secretary).get("issues.triage", no=issue.id)
    page.as_(town.street).get("work_orders.table")
    page.as_(town.street).get("work_orders.community_list")


def test_a_list_comes_over_once_and_every_page_still_fits(app, town, page, tmp_path):
    rows = import_twice(app, twin(tmp_path))
    assert len(rows) == 14 + 14 * 6 + 14 * 6 * 7
    assert all(row.is_provisional for row in rows)
    pages_of(town, page)


@pytest.mark.real_data
def test_the_real_list_comes_over(app, town, page, real_data):
    rows = import_twice(app, real_data / "complaints" / "categories.csv")
    assert len(rows) > 517
    pages_of(town, page)


def test_an_imported_category_can_be_accepted(town):
    with writing():
        category_workflow.bring_over([("城乡建设", "供水", "爆管")])
    code = next(
        code for code in categories.tree().nodes if categories.path_label(code) == "城乡建设 › 供水 › 爆管"
    )
    issue = make_issue(town.community, town.resident)
    with writing():
        workflow.accept(
            locked(Issue, issue.id), by=town.secretary, kind=IssueKind.HELP, category=code,
            urgency=Urgency.URGENT, title="爆管", summary="爆管了。",
        )  # fmt: skip
    assert str(db.session.get(Issue, issue.id).category_label) == "爆管"
