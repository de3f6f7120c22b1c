"""A meeting about an issue or a whistle: the way there, what it knows already, and in which community."""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.roles import Role
from civic.database import utcnow
from civic.dispatch.whistle_states import Gathering
from civic.extensions import db
from civic.meetings.models import Meeting
from tests.factories import whistles as make
from tests.factories.accounts import make_staff
from tests.factories.issues import make_told
from tests.factories.places import make_community

PLAN = {"agenda": "停多久 15", "minutes_planned": "60"}


def test_the_way_leads_from_the_matter_through_the_kind_to_a_plan_that_knows_it(town, page):
    told = make_told(town.community, town.resident, town.secretary, title="楼道灯坏了")
    at = (utcnow() + timedelta(days=9)).replace(second=0, microsecond=0)
    gathering = {"gathering": Gathering.MEETING, "gather_at": at}
    whistle = make.blown(make.make_scene(town), **gathering)
    secretary = page.as_(town.secretary)
    secretary.get("transparency.thread", no=told.id)
    doc = secretary.follow("为这件事开个会")
    assert doc.link("楼道灯坏了") == f"/threads/{told.thread_id}"
    doc = secretary.follow("议事会")
    assert doc.one("input[name=title]").attributes["value"] == "楼道灯坏了"
    assert doc.link("楼道灯坏了") == f"/threads/{told.thread_id}"
    assert not doc.one("input[name=starts_at]").attributes.get("value")
    doc = secretary.get("action_items.whistle", no=whistle.id)
    assert len(doc.all("main p.actions")) == 1
    secretary.follow("为这件事开个会")
    assert whistle.title in secretary.last.one(".crumb").text()
    doc = secretary.follow("议事会")
    assert doc.one("input[name=where_held]").attributes["value"] == whistle.gather_place
    doc = secretary.submit("先记下", PLAN)
    meeting = db.session.scalar(select(Meeting))
    assert (meeting.whistle_id, meeting.starts_at) == (whistle.id, at)


def test_it_is_held_where_the_matter_is(town, page):
    """Whoever serves two communities does not find the other one's table and doors on the form."""
    there = make_community()
    secretary = make_staff(Role.SECRETARY, person=town.secretary, community_id=there.id, place_id=there.id)
    issue = make_told(there, town.resident, secretary, title="那边的灯坏了")
    desk = page.as_(secretary)
    desk.get("meetings.new", issue=issue.id, kind="consultation")
    desk.submit("先记下", PLAN, starts_at="2099-01-01T19:00", where_held="树下")
    assert db.session.scalar(select(Meeting)).community_id == there.id


def test_nobody_is_led_on_from_a_matter_that_is_not_there(town, page):
    page.as_(town.secretary).get("meetings.new", issue=999, status=404)
    page.as_(town.secretary).get("meetings.new", whistle=999, status=404)
