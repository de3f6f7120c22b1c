"""社区职责清单: everybody reads what a community does and what not; the street edits it with reasons."""

import pytest

from civic.dispatch import community_list, table
from civic.dispatch.models import CommunityDuty
from civic.dispatch.states import LegRole
from civic.extensions import db
from civic.places.models import Place


@pytest.fixture
def street(town):
    return db.session.get(Place, town.community.parent_id)


def duty(street, category):
    """What the street's list says now."""
    return community_list.duty_among(community_list.duties_of(street.id), category)


@pytest.mark.parametrize(
    ("category", "duty"),
    [
        ("a", LegRole.LEAD),
        ("a.b", LegRole.ASSIST),
        ("a.b.c", LegRole.ASSIST),
        ("a.x", LegRole.LEAD),
        ("b.c", None),
        ("ab", None),
        (None, None),
        ("", None),
    ],
)
def test_a_line_stands_for_what_is_below_it_unless_that_has_its_own(category, duty):
    duties = {"a": LegRole.LEAD, "a.b": LegRole.ASSIST}
    assert community_list.duty_among(duties, category) is duty


def test_everybody_reads_it_with_the_article(town, page):
    doc = page.get("work_orders.community_list")
    assert "第十七条" in doc.text and not doc.all("form[method=post]")
    sections = doc.text
    assert sections.index("社区自己办的") < sections.index("垃圾") < sections.index("社区帮忙、部门负责的")
    assert sections.index("社区帮忙、部门负责的") < sections.index("停车") < sections.index("不归社区办的")
    assert sections.index("不归社区办的") < sections.index("电梯")


def test_what_is_not_listed_is_named_as_such(app):
    off = community_list.off_the_list(["waste", "noise.disputes"])
    assert "waste" not in off and "noise" not in off and "noise.disputes" not in off
    assert {"noise.noise", "water", "parking"} <= set(off)


def test_the_street_changes_a_line_and_takes_it_off_with_a_reason(town, street, page):
    desk = page.as_(town.street)
    desk.get("work_orders.community_list")
    desk.submit("form[action$='/duties']", category="care.errands", role="lead", status=422, reason="")
    doc = desk.submit("form[action$='/duties']", category="care.errands", role="lead", reason="社区窗口办")
    assert "社区窗口办" in doc.text
    assert duty(street, "care.errands") is LegRole.LEAD
    row = db.session.scalar(db.select(CommunityDuty).filter_by(category="care.errands"))
    desk.get("work_orders.duty", no=row.id)
    doc = desk.submit("form[action$='/end']", reason="改到政务中心")
    assert "移出清单" in doc.text and "改到政务中心" in doc.text
    assert duty(street, "care.errands") is None
    assert [(one.category, one.role, one.set_by) for one in table.duty_changes(street.id)][:2] == [
        ("care.errands", None, town.street.id),
        ("care.errands", LegRole.LEAD, town.street.id),
    ]


def test_only_the_street_edits_it(town, street, page):
    row = db.session.scalar(db.select(CommunityDuty))
    for person in (town.secretary, town.officer, town.district, town.resident):
        visitor = page.as_(person)
        assert not visitor.get("work_orders.community_list").all("form[action$='/duties']")
        visitor.get("work_orders.duty", no=row.id, status=403)
        visitor.post("work_orders.create_duty", street_id=street.id, status=403)
        visitor.post("work_orders.create_duty_end", no=row.id, status=403)
