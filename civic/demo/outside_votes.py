"""V2–V4 of domain.md §7: what the owners' meeting and the residents' meeting voted by their own right."""

from datetime import timedelta

from sqlalchemy import select

from civic.database import dated
from civic.demo.topics import spring
from civic.extensions import db
from civic.votes.matters import BY_CODE
from civic.votes.models import Vote
from civic.votes.outside import Figures, enter_result

OWNERS, AREA = 1_019, 8_217_600
RESULTS = (
    {
        "matter": "use_of_shared",
        "question": "闲置自行车棚改成垃圾分类驿站,公共收益出2.8万元",
        "convened_by": "星榆花园业主大会",
        "day": (4, 3),
        "heads": Figures(OWNERS, 761, 602, 121),
        "areas": Figures(AREA, 6_204_800, 4_790_000, 1_090_400),
        "evidence": "表决票和签收单在居委会二层铁柜,三年内可以查看;公告贴在12个楼的门厅,编号星业2号。",
        "announcement": "2号议案参加表决的业主和面积都过了三分之二,同意的都过了四分之三,通过。",
        "announced": (4, 5),
    },
    {
        "matter": "raise_fund",
        "question": "每户筹60元给投放点装雨棚",
        "convened_by": "星榆花园业主大会",
        "day": (4, 3),
        "heads": Figures(OWNERS, 700, 498, 160),
        "areas": Figures(AREA, 5_630_000, 4_090_000, 1_210_000),
        "evidence": "表决票和签收单在居委会二层铁柜,三年内可以查看;公告贴在12个楼的门厅,编号星业3号。",
        "announcement": "3号议案同意的没到四分之三,不通过。雨棚先放一放,另找人赞助。",
        "announced": (4, 5),
    },
    {
        "matter": "pact",
        "question": "投放时间6:30–9:00、17:30–20:30,驿站全天开,写进居民公约",
        "convened_by": "星榆花园社区居民会议",
        "day": (4, 11),
        "heads": Figures(1_032, 540, 322, 190),
        "areas": None,
        "evidence": "每户派一名代表,签到表和票在居委会,一年内可以查看;已报望榆街道备案。",
        "announcement": "540户到会,322户同意,写进居民公约,4月20日起照办。",
        "announced": (4, 12),
    },
)


def load(topic, secretary) -> int:
    """Add the results that are missing; returns how many."""
    there = set(db.session.scalars(select(Vote.question).where(Vote.topic_id == topic.id)))
    missing = [result for result in RESULTS if result["question"] not in there]
    for told in missing:
        announced, held = spring(*told["announced"]), spring(*told["day"]).date()
        with dated(announced + timedelta(hours=1)):
            enter_result(
                topic, BY_CODE[told["matter"]], told["heads"], told["areas"], by=secretary,
                question=told["question"], convened_by=told["convened_by"],
                held_on=held, evidence=told["evidence"],
                announcement=told["announcement"], announced_on=announced.date(),
            )  # fmt: skip
    return len(missing)
