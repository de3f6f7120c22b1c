"""回填: what has changed since the last time, in the file's own columns; the city's callback beside ours."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from civic.database import locked, writing
from civic.dispatch import exporting, hotline_workflow, queries
from civic.dispatch.hotline_models import CityCallback
from civic.dispatch.importing import Intake, Written, bring_in, check
from civic.dispatch.models import WorkOrder
from civic.errors import Refused
from civic.extensions import db
from civic.places.models import Place
from tests.dispatch.hotline import HEADER, csv_file, rows
from tests.dispatch.orders import dispatched
from tests.factories.dispatch import legs_of, make_reply

HEADINGS = ["区编码", "标题", "工单编号", "诉求内容", "办理时限", "地点", "联系人电话"]


@pytest.fixture
def bring(town, tmp_path):
    """Orders from a file with columns of its own."""

    def run(lines, header=HEADINGS):
        path = csv_file(tmp_path / "l.csv", lines, header)
        checked = check(path, path.with_suffix(".report"), "12345")
        return sum(bring_in(checked, Intake("12345", town.community.id, None, town.street)), Written())

    return run


def line(number, title="电梯坏了", due="2026-12-24 18:00"):
    return [
        f"Q{number}",
        title,
        f"N{number}",
        f"{number}号楼,=1+1,求修。",
        due,
        f"{number}号楼",
        "13911112222",
    ]


def order(number):
    return db.session.scalars(select(WorkOrder).filter_by(external_no=f"N{number}")).one()


def exported(town):
    with writing():
        return hotline_workflow.export("12345", locked(Place, town.community.parent_id), by=town.street)


def replied(town, number, words="当日修好。"):
    no = dispatched(town, order(number), town.department, town.property)
    for leg, by in zip(legs_of(order(number)), (town.officer, town.delegate), strict=True):
        make_reply(leg, by, words=words)
    return no


def test_the_files_own_columns_with_what_we_have_to_tell(bring, town):
    bring([line(1), line(2)])
    no = replied(town, 1)
    header, lines = exporting.table_of(exported(town))
    assert list(header[:7]) == HEADINGS
    assert list(header[7:]) == ["回复内容", "回复时间", "首次联系时间", "附件", "办理状态"]
    assert len(lines) == 1  # nothing has happened to the other one
    row = dict(zip(header, lines[0], strict=True))
    assert row["工单编号"] == "N1" and row["区编码"] == "Q1" and row["联系人电话"] == ""
    assert (row["标题"], row["诉求内容"]) == ("电梯坏了", "1号楼,=1+1,求修。")
    assert row["办理时限"] == "2026-12-24 18:00:00" and row["地点"] == "1号楼"
    assert row["回复内容"].count("当日修好。") == 2 and town.property.short_name in row["回复内容"]
    assert row["回复时间"] and row["首次联系时间"] and "3号楼北侧" in row["附件"]
    assert row["办理状态"] == "已答复,待回访" or row["办理状态"] == str(queries.order_or_404(no).state.label)


def test_only_what_has_changed_since_the_last_time(bring, town, clock):
    bring([line(1), line(2)])
    with pytest.raises(Refused):
        exported(town)
    replied(town, 1)
    clock.forward(minutes=1)
    assert exported(town).orders == 1
    with pytest.raises(Refused):
        exported(town)
    dispatched(town, order(2))
    clock.forward(minutes=1)
    second = exported(town)
    header, lines = exporting.table_of(second)
    assert second.orders == 1 and lines[0][header.index("工单编号")] == "N2"
    assert lines[0][header.index("回复内容")] == ""


def test_columns_that_change_from_file_to_file_are_followed_by_name(bring, town):
    bring([line(1)])
    bring([["N3", "灯坏了", "K9"]], ["工单编号", "标题", "区编码"])
    replied(town, 1)
    header, lines = exporting.table_of(exported(town))
    assert list(header[:3]) == ["工单编号", "标题", "区编码"]
    assert lines[0][:3] == ["N1", "电梯坏了", "Q1"]


def test_both_kinds_of_file_are_fetched_and_nothing_in_them_runs(bring, town, page):
    bring([line(1, title="=HYPERLINK(1)")])
    replied(town, 1, words="+86 已修")
    desk = page.as_(town.street)
    assert "1张工单" in desk.get("/work-orders/files").text
    doc = desk.submit("form[action$=exports]")
    plain = desk.fetch(f"{doc.url}/orders.csv").get_data().decode("utf-8-sig")
    assert "'=HYPERLINK" in plain
    sheet = load_workbook(io.BytesIO(desk.fetch(f"{doc.url}/orders.xlsx").get_data())).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" for cell in cells)
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    for person in (town.secretary, town.officer, town.resident):
        assert page.as_(person).fetch(f"{doc.url}/orders.csv").status_code in (403, 404)


def test_the_command_writes_the_file_once(bring, town, app, tmp_path):
    bring([line(1)])
    replied(town, 1)
    run, path = app.test_cli_runner().invoke, tmp_path / "back.csv"
    done = run(args=["work-orders", "export", str(path)])
    assert done.exit_code == 0 and "N1" in path.read_text("utf-8-sig")
    again = run(args=["work-orders", "export", str(path)])
    assert again.exit_code != 0 and "没有变动" in again.output


def test_a_page_with_each_field_to_copy(bring, town, page):
    bring([line(1)])
    no = replied(town, 1)
    doc = page.as_(town.street).get(f"/work-orders/{no}/backfill")
    said = {each.attributes["id"]: each.text() for each in doc.all("textarea")}
    assert "当日修好。" in said["reply"] and said["contacted_at"].startswith("20")


def test_the_citys_callback_is_kept_apart_and_shown_as_the_citys(bring, town, page):
    bring([line(1)])
    no = replied(town, 1)
    state = queries.order_or_404(no).state
    header = ["工单编号", "标题", "是否联系", "是否解决", "是否满意"]
    said = ["N1", "电梯坏了", "是", "部分解决", "基本满意"]
    assert bring([said], header).callbacks == 1
    assert bring([said], header).callbacks == 0
    row = db.session.scalars(select(CityCallback)).one()
    assert (row.contacted, row.solved, row.satisfied) == (True, "partly", "basically")
    now = queries.order_or_404(no)
    assert now.state is state and now.city_called_at and now.called_back_at is None
    doc = page.as_(town.street).get(f"/work-orders/{no}")
    assert "市里的回访" in doc.text and "部分解决 · 基本满意" in doc.text
    assert bring([[*said[:4], "不满意"]], header).callbacks == 1
    assert db.session.scalar(select(func.count()).select_from(CityCallback)) == 2


def test_a_caller_the_city_did_not_reach_may_still_be_called(bring, town):
    bring([line(1)])
    bring([["N1", "电梯坏了", "否"]], ["工单编号", "标题", "是否联系"])
    assert order(1).city_called_at is None


def test_statements_do_not_grow_with_the_orders(bring, town, queries):
    bring(list(rows(40)), HEADER)
    for each in db.session.scalars(select(WorkOrder.id).limit(12)).all():
        dispatched(town, db.session.get(WorkOrder, each))
    few, many = (db.session.scalars(_some(n)).all() for n in (2, 12))
    counted = []
    for part in (few, many):
        db.session.expire_all()
        with queries() as seen:
            exporting.values_of(db.session.scalars(_some(len(part))).all())
        counted.append(len(seen))
    assert counted[0] == counted[1]


def _some(n):
    return select(WorkOrder).options(*exporting._issue()).order_by(WorkOrder.id).limit(n)
