"""From the hotline's file to the resident's word: dispatcher, officer, delegate and reporter on phones."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from civic.database import writing
from civic.dispatch import queries, table_workflow
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegState, OrderState
from civic.extensions import db
from civic.places.models import Place
from tests.factories.dispatch import make_received
from tests.factories.issues import make_issue
from tests.harness.measures import follow, looks_right

FILE = "工单编号,诉求内容,地点,办理时限\nBJ0001,3号楼北侧有人私装地锁占车位,3号楼,2027-01-05\n"
WORDS = "1号楼前有人私装地锁,车停不进去"


@pytest.fixture
def no(town):
    """The number of the resident's own order, beside which the file's will lie."""
    street = db.session.get(Place, town.community.parent_id)
    with writing():
        table_workflow.set_rule(
            street, by=town.street, place=street, category="parking.locks", lead=town.department,
            assists=[], reason="街道办公会定的",
        )  # fmt: skip
    return make_received(town, make_issue(town.community, town.resident, words=WORDS)).id


def button(page, name):
    return page.get_by_role("button", name=name, exact=True).first


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(out, "JPEG")
    return {"name": "拆锁.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_from_the_hotlines_file_to_the_residents_word(visitor, town, tick, javascript, no):
    def come(person):
        return visitor(javascript=javascript, person=person)

    desk = come(town.street)
    take_the_file_in(desk, tick)
    dispatch_one_as_suggested_and_one_by_hand(desk, town, no)
    issue = queries.order_or_404(no).issue_id
    reporter, officer = come(town.resident), come(town.officer)
    reporter.goto(f"/issues/{issue}")
    expect(reporter.locator("#in-hand")).to_contain_text(f"已交给{town.property.short_name}")
    looks_right(reporter)
    handle(officer, no, town.department)
    reporter.reload()
    expect(reporter.locator("#in-hand")).to_contain_text(f"{town.department.short_name}已在")
    handle(come(town.delegate), no, town.property)
    assert now(no).state is OrderState.REPLIED
    answer_and_take_up_again(reporter, issue)
    assert (now(no).state, now(no).round) == (OrderState.DISPATCHED, 2)
    officer.goto("/work-orders/mine")
    expect(officer.locator("li.row", has_text=f"工单{no}")).to_contain_text("待签收")


def now(no):
    db.session.rollback()
    return db.session.get(WorkOrder, no)


def take_the_file_in(desk, tick):
    """Choose, look, take in: nothing is written before the third tap."""
    desk.goto("/work-orders/files")
    desk.set_input_files(
        "input[type=file]", {"name": "orders.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    button(desk, "检查文件").click()
    desk.wait_for_url("**/work-orders/files/*")
    tick("dispatch.hotline_files")
    desk.reload()
    expect(desk.get_by_text("可以导入1行")).to_be_visible()
    expect(desk.get_by_text("1月5日 周二 24:00")).to_be_visible()
    looks_right(desk)
    follow(button(desk, "导入1张工单"))
    tick("dispatch.hotline_files")
    desk.reload()
    follow(desk.get_by_role("link", name="去派单"))


def dispatch_one_as_suggested_and_one_by_hand(desk, town, no):
    """The file's order goes with one tap for all ticked; the resident's to two bodies that both lead."""
    follow(desk.get_by_role("link", name="勾选全部有建议的"))
    expect(desk.locator("input[type=checkbox]:checked")).to_have_count(2)
    desk.locator(f"#chosen-{no}").uncheck()
    looks_right(desk)
    desk.goto("/work-orders?all=1")
    desk.locator(f"#chosen-{no}").uncheck()
    follow(button(desk, "按建议派出勾选的"))
    expect(desk.locator("#flashes")).to_contain_text("已派出1件")
    follow(desk.locator(f"#order-{no}").get_by_role("link", name="查看并派单"))
    desk.locator("select[name=lead_too]").select_option(str(town.property.id))
    looks_right(desk)
    desk.goto(f"/work-orders/{no}")
    desk.locator("select[name=lead_too]").select_option(str(town.property.id))
    follow(button(desk, "派单"))
    expect(desk.get_by_text("这里没有等着的单子")).to_be_visible()
    looks_right(desk)


def handle(phone, no, body):
    """Three taps beyond typing: open it, spoken with them, send the reply with a photo."""
    phone.goto("/work-orders/mine")
    follow(phone.locator("li.row", has_text=f"工单{no}").get_by_role("link", name="签收并联系"))
    follow(button(phone, "已联系报事人"))
    looks_right(phone)
    phone.set_input_files("input[type=file]", picture())
    phone.locator("[name=words]").fill("地锁已拆,车位恢复公用。")
    phone.locator("[name=basis]").fill("物业管理条例:不得占用共用车位。")
    phone.locator("[name=explained_by]").fill("当班负责人")
    button(phone, "提交答复").click()
    expect(phone.locator("#flashes")).to_contain_text("已答复")
    db.session.rollback()
    leg = next(each for each in queries.legs_of_round(now(no)) if each.body_id == body.id)
    assert leg.state is LegState.REPLIED


def answer_and_take_up_again(reporter, issue):
    """Three questions, none preselected; then one tap reopens it."""
    reporter.goto(f"/issues/{issue}/callback")
    assert reporter.locator("input[type=radio]:checked").count() == 0
    follow(button(reporter, "提交我的回答"))
    expect(reporter.locator("#errors")).to_contain_text("问题解决了吗? 请选一个。")
    looks_right(reporter)
    reporter.goto(f"/issues/{issue}/callback")
    for name, chosen in (("contacted", "yes"), ("solved", "partly"), ("satisfied", "no")):
        reporter.locator(f"input[name={name}][value={chosen}]").check()
    follow(button(reporter, "提交我的回答"))
    expect(reporter.locator("#flashes")).to_contain_text("您的回答算数")
    follow(button(reporter, "没解决,接着办"))
    expect(reporter.locator("#flashes")).to_contain_text("已经重新办起来了")
    looks_right(reporter)
