"""望榆街道: its offices and the utilities, who leads what (派单目录), and the community's list of duties."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from civic.councils.models import Body, BodyKind
from civic.councils.workflow import found_body
from civic.database import SHANGHAI, dated
from civic.dispatch import community_list
from civic.dispatch.models import CommunityDuty
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import DispatchRule
from civic.dispatch.table_workflow import set_rule
from civic.extensions import db
from civic.places import queries as places

SINCE = datetime(2026, 2, 24, 9, tzinfo=SHANGHAI)
DEPARTMENT, UTILITY = BodyKind.DEPARTMENT, BodyKind.UTILITY
BODIES = (  # kind, name, short name; all serve the street
    (DEPARTMENT, "望榆街道城市建设办", "街道城建办"),
    (DEPARTMENT, "望榆街道平安建设办", "街道平安办"),
    (DEPARTMENT, "望榆街道民生保障办", "街道民生办"),
    (DEPARTMENT, "望榆派出所", "派出所"),
    (UTILITY, "榆水自来水公司", "自来水公司"),
    (UTILITY, "榆电供电所", "供电所"),
    (UTILITY, "榆热供热公司", "供热公司"),
    (UTILITY, "榆燃燃气公司", "燃气公司"),
)
STREET, COMMUNITY = "street", "community"


class Rule(NamedTuple):
    """A line of the table: where, category, who leads, who assists (short names), why."""

    where: str
    category: str
    lead: str
    assists: tuple[str, ...] = ()
    why: str = "按街道派单目录首次录入"


RULES = (
    Rule(STREET, "", "街道办事处", why="没写到的先由街道接住,不让居民跑空"),
    Rule(STREET, "other", "街道办事处"),
    Rule(STREET, "building_law", "街道城管办", why="街道行使城管执法权"),
    Rule(STREET, "service", "街道城建办", why="告物业的事不能由物业自己牵头"),
    Rule(STREET, "safety", "街道平安办"),
    Rule(STREET, "noise", "派出所"),
    Rule(STREET, "noise.noise", "街道城管办"),
    Rule(STREET, "noise.smoke", "街道城管办"),
    Rule(STREET, "care", "街道民生办"),
    Rule(STREET, "green.idle", "街道城建办"),
    Rule(STREET, "parking.traffic", "派出所"),
    Rule(STREET, "water.pipes", "自来水公司"),
    Rule(STREET, "water.power", "供电所"),
    Rule(STREET, "water.heating", "供热公司"),
    Rule(STREET, "water.gas", "燃气公司"),
    Rule(COMMUNITY, "waste", "星榆物业", ("居委会",)),
    Rule(COMMUNITY, "waste.collection", "清运公司", ("星榆物业",)),
    Rule(COMMUNITY, "parking", "星榆物业", ("居委会",)),
    Rule(
        COMMUNITY, "parking.locks", "街道城管办", ("星榆物业", "居委会"), "地锁要执法,也要恢复车位,两家一起"
    ),
    Rule(COMMUNITY, "water", "星榆物业"),
    Rule(COMMUNITY, "water.pipes", "星榆物业", ("自来水公司",), "楼内管线归物业,总管归自来水公司"),
    Rule(COMMUNITY, "building", "星榆物业", ("业委会",)),
    Rule(COMMUNITY, "safety.cameras", "星榆物业", ("派出所",)),
    Rule(COMMUNITY, "noise.disputes", "居委会", ("派出所",), "邻里纠纷先由居委会调解"),
    Rule(COMMUNITY, "green", "星榆物业"),
    Rule(COMMUNITY, "care.errands", "居委会", ("街道民生办",)),
)
DUTIES = (  # 条例 Art. 17: the category, what the community does, why
    ("noise.disputes", LegRole.LEAD, "人民调解是居委会的法定职责"),
    ("care.errands", LegRole.LEAD, "居民办事开具证明在社区窗口"),
    ("care", LegRole.ASSIST, "社区只摸底、陪同,由民生办主办"),
    ("waste", LegRole.ASSIST, "社区只动员,清扫清运由物业和清运公司办"),
    ("parking", LegRole.ASSIST, "社区只组织协商"),
    ("service", LegRole.ASSIST, "社区只协调,由城建办主办"),
    ("noise", LegRole.ASSIST, "社区只劝导"),
)


def load(town) -> int:
    """Add what is missing; returns how many bodies, lines and rules were added."""
    community = places.community()
    street = places.place_or_404(community.parent_id)
    with dated(SINCE):
        added = _bodies(street) + _duties(street)
        bodies = {body.short_name: body for body in db.session.scalars(select(Body).order_by(Body.id.desc()))}
        return added + _rules(street, community, bodies)


def _bodies(street) -> int:
    known = set(db.session.scalars(select(Body.name)))
    missing = [row for row in BODIES if row[1] not in known]
    for kind, name, short in missing:
        found_body(kind, name, by=None, short_name=short, place_id=street.id)
    return len(missing)


def _duties(street) -> int:
    changed = select(community_list.CommunityDutyChange.id).limit(1)
    if db.session.scalar(changed) is not None or db.session.scalar(select(CommunityDuty.id).limit(1)):
        return 0  # whatever the street has made of it since stays
    for category, role, why in DUTIES:
        community_list.set_duty(street, category, role, by=None, reason=why)
    return len(DUTIES)


def _rules(street, community, bodies) -> int:
    here = {STREET: street, COMMUNITY: community}
    rows = db.session.execute(select(DispatchRule.place_id, DispatchRule.category))
    known = {(place_id, category) for place_id, category in rows}
    missing = [row for row in RULES if (here[row.where].id, row.category) not in known]
    for row in missing:
        set_rule(
            street, by=None, place=here[row.where], category=row.category, lead=bodies[row.lead],
            assists=[bodies[name] for name in row.assists], reason=row.why,
        )  # fmt: skip
    return len(missing)
