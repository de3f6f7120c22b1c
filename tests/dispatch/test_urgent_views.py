"""Pages of an urgent matter: on top of the desks, one tap, one ring, who may; the roster's page."""

from datetime import timedelta

import pytest

from civic.councils.workflow import reach_by
from civic.database import SHANGHAI, locked, utcnow, writing
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegRole, OrderState
from civic.dispatch.table_workflow import set_rule
from civic.dispatch.urgent_models import DutyShift, Incident
from civic.dispatch.urgent_states import EventKind, IncidentState, Measure
from civic.extensions import db
from civic.issues.kinds import Urgency
from civic.issues.models import Issue, PhotoState
from civic.issues.states import IssueState
from civic.notifications.models import Message
from civic.places.models import Place
from tests.dispatch.pictures import photo_of
from tests.factories.dispatch import make_order, make_untriaged_order
from tests.factories.issues import make_told
from tests.factories.urgent import BURST, make_burst, make_ring, make_shift, make_told_urgent

HERE = "work_orders.urgent_incident"


@pytest.fixture
def water_leads(town):
    """The table says: burst pipes go to the water company, the property company helps."""
    with writing() as session:
        street = session.get(Place, town.community.parent_id)
        set_rule(
            street, by=town.street, place=street, category="water.pipes", lead=town.water,
            assists=[town.property], reason="总管归自来水公司",
        )  # fmt: skip


def incident_of(issue):
    return urgent.incident_or_404(urgent.open_incident(issue.id).id)


def clock_time(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def test_it_stands_on_top_of_both_desks_until_it_is_over(town, page):
    make_shift(town)
    issue = make_burst(town)
    street, body = page.as_(town.street), page.as_(town.delegate)
    assert "现在有急事" in street.get("work_orders.desk")
    body.get("work_orders.mine")
    body.follow("#urgent h3 a")
    body.submit("处理完了")
    assert incident_of_closed(issue).state is IncidentState.OVER
    for visitor, target in ((street, "work_orders.desk"), (body, "work_orders.mine")):
        assert "现在有急事" not in visitor.get(target)


def incident_of_closed(issue):
    [incident] = urgent.incidents_of(issue.id)
    return incident


def test_ring_them_before_anybody_has_sorted_it(town, page, water_leads):
    """Emergency first: one button sorts it by its words, dispatches by the table, and rings."""
    issue = make_burst(town)
    street = page.as_(town.street)
    shown = street.get(HERE, no=incident_of(issue).id)
    ticked = {int(box.attributes["value"]) for box in shown.all("#whom input[checked]")}
    assert ticked == {town.water.id, town.property.id}
    street.submit("马上叫他们")
    order = db.session.scalar(db.select(WorkOrder).where(WorkOrder.issue_id == issue.id))
    legs = db.session.scalars(db.select(DispatchLeg).where(DispatchLeg.order_id == order.id)).all()
    assert order.state is OrderState.DISPATCHED
    assert {(leg.body_id, leg.role) for leg in legs} == {
        (town.water.id, LegRole.LEAD), (town.property.id, LegRole.ASSIST),
    }  # fmt: skip
    issue = db.session.get(Issue, issue.id, populate_existing=True)
    assert (issue.state, issue.urgency) == (IssueState.ACTING, Urgency.URGENT)
    assert incident_of(issue).called_ids == {town.water.id, town.property.id}
    assert len(urgent.incidents_of(issue.id)) == 1
    told = db.session.scalars(db.select(Message.person_id).where(Message.verb == "incident.rung"))
    assert town.delegate.id in set(told)


def test_from_the_order_an_ordinary_matter_turns_urgent(town, page):
    order = make_untriaged_order(town)
    street = page.as_(town.street)
    shown = street.get("work_orders.show", no=order.id)
    street.submit("马上叫他们", on=shown, bodies=[str(town.water.id)])
    incident = incident_of(db.session.get(Issue, order.issue_id))
    assert incident.called_ids == {town.water.id}
    assert "急事在办" in street.get("work_orders.show", no=order.id)


def test_a_committee_is_rung_but_given_no_part_it_may_not_have(town, page):
    issue = make_told_urgent(town)
    incident = incident_of(issue)
    street = page.as_(town.street)
    street.get(HERE, no=incident.id)
    street.submit("马上叫他们", bodies=[str(town.committee.id), str(town.water.id)])
    legs = db.session.scalars(db.select(DispatchLeg)).all()
    assert [(leg.body_id, leg.role) for leg in legs] == [(town.water.id, LegRole.LEAD)]
    assert incident_of(issue).called_ids == {town.committee.id, town.water.id}


def test_nobody_ticked_is_said(town, page):
    incident = incident_of(make_told_urgent(town))
    street = page.as_(town.street)
    shown = street.get(HERE, no=incident.id)
    assert "至少勾一家单位" in street.submit("马上叫他们", on=shown, bodies=[], status=422)


def test_one_tap_each_and_two_taps_are_one(town, page, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    clock.forward(minutes=7, seconds=30)
    body = page.as_(town.delegate)
    shown = body.get(HERE, no=incident.id)
    for _tap in range(2):
        body.submit("到场", on=shown, button="到场")
    body.get(HERE, no=incident.id)
    body.submit("关了阀门", button="关了阀门")
    row = incident_of(db.session.get(Issue, incident.issue_id))
    assert [(e.kind, e.measure) for e in row.events if e.kind is not EventKind.RUNG] == [
        (EventKind.ARRIVED, None), (EventKind.MEASURE, Measure.VALVE_CLOSED),
    ]  # fmt: skip
    assert "8分钟到场(目标10分钟)" in body.get(HERE, no=incident.id)


def test_the_timer_counts_and_turns_late_after_ten_minutes(town, page, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    street = page.as_(town.street)
    assert "还没人到场" in street.get(HERE, no=incident.id)
    clock.forward(minutes=10, seconds=20)
    late = street.get(HERE, no=incident.id)
    assert "已过11分钟" in late
    assert late.all("#main .late, main .late")


def test_utilities_are_called_in_one_tap_with_the_number_of_day_and_night(town, page):
    with writing():
        reach_by(locked(type(town.water), town.water.id), "010-55500021", by=town.street)
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    street = page.as_(town.street)
    shown = street.get(HERE, no=incident.id)
    assert shown.all('a[href="tel:010-55500021"]')
    street.submit("记一笔", on=shown)
    row = incident_of(db.session.get(Issue, incident.issue_id))
    assert [(e.kind, e.body_id) for e in row.events][-1] == (EventKind.UTILITY, town.water.id)


def test_a_moment_is_mended_on_the_page(town, page, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    clock.forward(minutes=30)
    body = page.as_(town.delegate)
    body.get(HERE, no=incident.id)
    body.submit("到场", button="到场")
    body.get(HERE, no=incident.id)
    body.submit("就是这个时间", moment=clock_time(incident.rung_at + timedelta(minutes=8)))
    assert db.session.get(Incident, incident.id, populate_existing=True).minutes_to_arrival in (7, 8)


def test_words_of_no_button_and_strangers_get_nothing(town, page):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    street = page.as_(town.street)
    street.post("work_orders.create_incident_event", {"what": "rung"}, no=incident.id, status=400)
    for person in (town.resident, town.officer, town.other_delegate):
        page.as_(person).get(HERE, no=incident.id, status=403)
    page.as_(town.delegate).post("work_orders.create_incident_call", no=incident.id, status=403)
    page.as_(town.delegate).get("work_orders.roster_shifts", status=403)
    page.as_(town.delegate).post("work_orders.create_shift", street_id=incident.street_id, status=403)


def test_own_numbers_are_for_the_offices_only(town, page):
    make_shift(town, phone="13912345678", is_own=True)
    incident = incident_of(make_burst(town))
    assert "13912345678" in page.as_(town.street).get(HERE, no=incident.id).source
    assert "13912345678" not in page.as_(town.delegate).get(HERE, no=incident.id).source


def test_the_public_page_tells_minutes_once_the_issue_is_told(town, page, clock):
    issue = make_burst(town)
    incident = make_ring(issue, town.street, town.property)
    assert "急事急办" not in page.get("transparency.thread", no=issue.id)
    told = make_told_urgent(town)
    make_ring(told, town.street, town.property)
    shown = page.get("transparency.thread", no=told.id).text
    assert "急事急办" in shown
    assert town.street.nickname not in shown
    assert BURST not in shown
    assert incident.id
    ordinary = make_told(town.community, town.resident, town.secretary)
    assert "急事急办" not in page.get("transparency.thread", no=ordinary.id)


def test_the_roster_is_edited_by_its_street(town, page):
    street = page.as_(town.street)
    street.get("work_orders.roster_shifts")
    start = utcnow() - timedelta(hours=1)
    said = {
        "place": town.community.id, "body": town.property.id, "role_words": "值班长", "phone": "010-55500010",
        "starts_at": clock_time(start), "ends_at": clock_time(start + timedelta(hours=12)),
    }  # fmt: skip
    shown = street.submit("排上", said)
    assert "010-55500010" in shown
    back = street.submit("排上", said | {"ends_at": said["starts_at"]}, status=422)
    assert "下班要晚于上班" in back
    assert "值班长" in back
    street.get("work_orders.roster_shifts")
    street.submit("撤下")
    assert db.session.scalar(db.select(DutyShift)).ended_at is not None
    form = street.get("work_orders.roster_shifts")
    street.submit(f"#body-{town.water.id} form", on=form, phone="96116")
    assert urgent.utilities(town.door)[0].phone_24h == "96116"


def test_desks_cost_the_same_with_many_urgent_matters(town, page, at_most):
    """One statement for the section, however many are open."""
    make_order(town)
    for _n in range(3):
        make_ring(make_burst(town), town.street, town.property)
    street_id, body_id = town.community.parent_id, town.property.id
    with at_most(1):
        assert len(urgent.running([street_id])) == 3
    with at_most(1):
        assert len(urgent.called([body_id])) == 3


def test_the_public_page_shows_what_the_street_released_of_the_spot_and_nothing_else(town, page):
    issue = make_told_urgent(town)
    incident = make_ring(issue, town.secretary, town.property)
    photo_of(incident)
    public = page.as_(None)
    assert not public.get(f"/issues/{issue.id}").all("main img")
    assert "遮挡" in page.as_(town.street).get(HERE, no=incident.id).one("#photos").text()
    assert "遮挡" not in page.as_(town.delegate).get(HERE, no=incident.id).one("#photos").text()
    photo_of(incident, PhotoState.RELEASED, public_token="open-copy")
    shown = public.get(f"/issues/{issue.id}").all("main img")
    assert [img.attributes["src"].split("/")[-2] for img in shown] == ["open-copy"]
