"""The seed's stories as the demo plays them: the border, the park, the quarry; everybody can read them."""

import pytest
from sqlalchemy import func, select

from civic import demo
from civic.action_items.queries import items_of_whistle
from civic.demo import whistle_texts as texts
from civic.demo.issues import case
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_figures import tallies_of
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import Side, WhistleState
from civic.extensions import db
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.places import queries as places
from civic.places.models import PlaceKind

PARTS = ("places", "accounts", "councils", "issues", "whistles")


@pytest.fixture
def told(app):
    """The demo town as far as the whistles."""
    assert all(demo.load(PARTS).values())
    assert demo.load(PARTS)["whistles"] == 0
    return {title: whistle(title) for title in db.session.scalars(select(Whistle.title)).all()}


def whistle(title):
    number = db.session.scalar(select(Whistle.id).where(Whistle.title == title))
    return queries.whistle_with_calls(number)


def came(row):
    return [call for call in row.calls if call.has_come]


def acts(row, verb):
    return db.session.scalar(
        select(func.count()).select_from(LedgerEntry).where(
            LedgerEntry.thread_id == row.thread_id, LedgerEntry.verb == verb
        )
    )  # fmt: skip


def test_all_three_are_told_to_the_end_and_a_second_load_adds_nothing(told, page):
    border, park, quarry = (told[text["title"]] for text in (texts.BORDER, texts.PARK, texts.QUARRY))
    the_building_astride_the_border(border, page)
    the_vacant_land_that_became_a_park(park, page)
    the_quarry_with_16_departments_and_117_days(quarry, page)
    what_is_going_on_now(told, page)


def the_building_astride_the_border(row, page):
    """M33: two streets of two districts, the survey before the action, one agency late and escalated."""
    street, second = queries.place(row.street_id), queries.place(row.second_street_id)
    assert (row.state, row.crosses_border) == (WhistleState.ARCHIVED, True)
    assert street.parent_id != second.parent_id and second.kind is PlaceKind.SUBDISTRICT
    finding = queries.boundary_finding_of(row)
    assert finding.agreed_at <= row.acted_at
    (late,) = [call for call in row.calls if call.late_since]
    assert (late.body.short_name, late.minutes_late) == ("邻近区执法局", 95)
    assert acts(row, "whistle_call.escalated") == 1
    assert case("C09").state is IssueState.CONFIRMED
    doc = page.get("action_items.whistle", no=row.id)
    assert texts.BORDER["survey"] in doc and texts.BORDER["after_use"] in doc and "晚了 95 分钟" in doc


def the_vacant_land_that_became_a_park(row, page):
    """N13, N19: three agencies and the street, four tasks, a park; in by card, face or the person on duty."""
    called = {call.body.short_name for call in row.calls}
    assert {"区市场监管局", "区城管委", "区规自分局"} <= called
    assert [link.name for link in queries.links_of(row)] == [
        "取缔无照经营", "拆棚子", "封堵开墙打洞", "清渣土",
    ]  # fmt: skip
    assert all(link.is_done for link in queries.links_of(row))
    assert len(items_of_whistle(row.id)) == 3
    assert case("C10").state is IssueState.CONFIRMED
    assert sum(tallies_of(row)[Side.RESIDENT, "result"].values()) == 7
    doc = page.get("action_items.whistle", no=row.id)
    assert "口袋公园" in doc and "声屏障" in doc and "可以刷卡" in doc


def the_quarry_with_16_departments_and_117_days(row, page):
    """N11, M35, M36: a town leads, 16 agencies report in, five links, 117 days."""
    force = queries.task_force_of(row)
    assert (len(row.calls), len(came(row)), force.days) == (16, 16, 117)
    assert (force.name, force.lead.short_name) == ("双安双打指挥部", "榆湖镇政府")
    assert [link.name for link in queries.links_of(row)] == ["盗采", "运输", "堆放", "加工", "经营"]
    assert len({link.body_id for link in queries.links_of(row)}) == 5
    doc = page.get("action_items.whistle", no=row.id)
    assert "历时 117 天" in doc and "16 个评价" in doc


def what_is_going_on_now(told, page):
    meeting, draft = told[texts.MEETING["title"]], told[texts.DRAFT["title"]]
    assert (meeting.state, draft.state) == (WhistleState.BLOWN, WhistleState.DRAFTED)
    assert "请您来" in page.get("action_items.whistle", no=meeting.id)
    assert texts.DRAFT["title"] not in page.get("whistles.index")
    page.get("whistles.index", show="solved")
    page.get("whistles.figures")
    assert places.community().name == "星榆花园社区"  # still the site's own
