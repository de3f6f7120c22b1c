"""A call or a visit, written down by the street's office: an order at once, with a slip to hand over."""

from sqlalchemy import func, select

from civic.database import writing
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.extensions import db
from civic.issues.kinds import Channel, Visibility
from civic.issues.models import Issue
from civic.issues.workflow import submit
from tests.factories.issues import make_issue


def written_down(desk, town, words="3号楼的水管爆了,水流到楼道。"):
    desk.get("/work-orders/intake")
    desk.follow(town.community.name)
    desk.submit("form[action$=new]", words=words)
    desk.submit("form[action$=place]", place=town.building.id)
    desk.get("/issues/new/check")
    button = Visibility.HANDLERS_ONLY.value
    doc = desk.submit("form[action$='/issues']", on_behalf_of="王大妈 3号楼", button=button)
    return doc, db.session.scalars(select(Issue).order_by(Issue.id.desc())).first()


def test_what_a_caller_says_is_an_order_at_once(page, town):
    desk = page.as_(town.street)
    doc, issue = written_down(desk, town)
    order = db.session.get(WorkOrder, issue.work_order_id)
    assert order.state is OrderState.RECEIVED and order.channel is Channel.PHONE
    assert order.received_by == issue.contributed_by == town.street.id and not order.due_is_given
    assert f"{issue.id}" in doc.h1
    slip = desk.follow("打印回执条")
    assert slip.all("svg") and f"/issues/{issue.id}" in slip.text and "水管" not in slip.text
    assert "王大妈" not in slip.text
    assert page.as_(town.resident).fetch(f"/issues/{issue.id}/slip").status_code in (403, 404)


def test_what_a_steward_writes_down_waits_for_the_community_first(town):
    make_issue(town.community, town.resident)
    assert db.session.scalar(select(func.count()).select_from(WorkOrder)) == 0


def test_a_desk_writes_down_more_than_twenty_a_day(town):
    from_desk = {"contributed_by": town.street, "channel": Channel.PHONE}
    for number in range(22):
        with writing():
            submit(words=f"来电{number}", community_id=town.community.id, place_id=town.building.id,
                   visibility=Visibility.HANDLERS_ONLY, **from_desk)  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(WorkOrder)) == 22
