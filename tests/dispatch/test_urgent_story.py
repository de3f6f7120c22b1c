"""The burst pipe of building 6 (N3, C02), as the demo tells it: 8 minutes, 6 hours, every door, no names."""

import pytest

from civic import demo
from civic.accounts.models import Person
from civic.action_items.models import ActionItem
from civic.councils.models import Body
from civic.database import utcnow
from civic.demo.issues import case
from civic.dispatch import queries
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.states import LegState, OrderState
from civic.dispatch.urgent_models import DutyShift
from civic.dispatch.urgent_states import IncidentState
from civic.extensions import db
from civic.issues.states import IssueState
from civic.notifications.models import Message
from civic.places.models import Household, Place
from civic.places.queries import within

PARTS = ("places", "accounts", "councils", "dispatch_table", "issues", "urgent")


@pytest.fixture
def night(app):
    demo.load(PARTS)
    [incident] = urgent.incidents_of(case("C02").id)
    return incident


def test_the_night_is_told_to_everybody_concerned_and_to_nobody_else(night, page):
    """One load for all: it takes longer than what is looked at."""
    the_night_in_minutes_on_the_page(night, page)
    the_public_page_names_bodies_and_nobody(night, page)
    every_door_was_told_and_every_account_of_the_building(night)
    there_is_a_roster_for_every_hour_and_a_second_load_adds_nothing(night)


def the_night_in_minutes_on_the_page(night, page):
    assert (night.minutes_to_arrival, night.minutes_to_restoration) == (8, 360)
    assert night.state is IncidentState.OVER
    issue = case("C02")
    assert (issue.state, issue.is_urgent) == (IssueState.CONFIRMED, True)
    order = queries.order_or_404(issue.work_order_id)
    assert order.state is OrderState.CLOSED
    assert {leg.state for leg in queries.legs_of_round(order)} == {LegState.REPLIED}
    shown = page.get("transparency.thread", no=issue.id)
    assert "8分钟到场" in shown
    assert "6小时恢复" in shown
    assert "关了阀门" in shown


def the_public_page_names_bodies_and_nobody(night, page):
    text = page.get("transparency.thread", no=night.issue_id).text
    bodies = set(db.session.scalars(db.select(Body.short_name)))
    assert {"星榆物业", "自来水公司"} <= {name for name in bodies if name in text}
    actors = {event.by_id for event in night.events} - {None}
    names = db.session.scalars(db.select(Person.nickname).where(Person.id.in_(actors)))
    timeline = text[text.index("急事急办") : text.index("我能做什么")] if "我能做什么" in text else text
    assert not [name for name in names if name in timeline]
    assert "13900000013" not in text
    assert "1001" not in timeline


def every_door_was_told_and_every_account_of_the_building(night):
    [notice] = urgent.notices_of(night.id)
    building = db.session.get(Place, notice.place_id)
    doors = {door.id for door in urgent.doors_within(building)}
    assert {row.door_id for row in notice.deliveries if row.delivered_at} == doors
    homes = db.select(Household.id).join(Place, Place.id == Household.door_id).where(within(building))
    persons = urgent.behind_doors(building)
    told = list(db.session.scalars(db.select(Message.person_id).where(Message.verb == "door_notice.given")))
    assert sorted(told) == sorted(persons - {notice.given_by})
    assert told
    assert db.session.scalars(homes).all()


def there_is_a_roster_for_every_hour_and_a_second_load_adds_nothing(night):
    place = db.session.get(Place, night.place_id)
    bodies = {shift.body.short_name for shift in urgent.shifts_at(place, utcnow())}
    assert bodies == {"星榆物业", "自来水公司", "街道办事处"}
    about = ActionItem.issue_id == night.issue_id
    before = db.session.scalar(db.select(db.func.count(DutyShift.id)))
    assert demo.load(("urgent",)) == {"urgent": 0}
    assert db.session.scalar(db.select(db.func.count(DutyShift.id))) == before
    assert db.session.scalar(db.select(db.func.count(ActionItem.id)).where(about)) == 0
