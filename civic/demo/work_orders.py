"""望榆街道's work orders: the parking lock sent to two bodies at once and gone within a day, a hedge
cut by one body in under two hours, and what waits, runs, is late or was replied to now, so that every
desk has something on it.

work_orders.csv: `hours` ago it was told by telephone, `place` as in issues.csv, `go`: how far it got,
`title` as the street mended it for everybody.
"""

import csv
from datetime import datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from civic.councils import queries as councils
from civic.councils.models import Body
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo.issues import Cast, case
from civic.demo.topics import spring
from civic.dispatch import leg_workflow, queries, workflow
from civic.dispatch.inbox import orders_by_id
from civic.dispatch.plans import plans_for
from civic.dispatch.states import LegRole, OrderState
from civic.extensions import db
from civic.issues import summaries
from civic.issues import workflow as issues
from civic.issues.kinds import Channel, Visibility
from civic.issues.outlines import outline
from civic.issues.suggestions import suggest

LOCK = {
    "enforcement": {
        "words": "上午十点半到现场,和物业一起把地锁拆了,当面讲清了规定,车位恢复公用。",
        "basis": "《北京市物业管理条例》:任何人不得占用共用车位、私设地锁。",
        "explained_by": "街道城管队员",
        "explained_to": "报事人和装锁的住户",
        "evidence_words": "3号楼1门前,拆下的地锁在物业办公室",
    },
    "property": {
        "words": "拆锁后重新划了线,贴了“公共车位”的牌子,保安每天巡两次。",
        "basis": "物业服务合同:维护共用部位的使用秩序。",
        "explained_by": "物业项目经理",
        "explained_to": "报事人和装锁的住户",
        "evidence_words": "3号楼1门前的车位线和牌子",
    },
}
REPLY = {
    "words": "和施工的住户谈好了,工作日晚上六点以后、周末全天不再施工。",
    "basis": "《北京市环境噪声污染防治办法》:居民楼内装修晚六点至早八点、双休日不得产生噪声。",
    "explained_by": "街道城管队员",
    "explained_to": "报事人和施工的住户",
    "evidence_words": "施工住户门口贴了施工时间",
}
HEDGE = {
    "words": "6号楼拐角的绿篱长得比人高,骑车出来看不见车,昨天差点撞着孩子。",
    "title": "绿篱挡住拐角,骑车看不见车",
    "body": "望榆街道城市建设办",
    "reply": {
        "words": "绿篱剪到半人高,两头各退了一米,拐角能看见车了,剪下的枝叶已运走。",
        "basis": "《北京市绿化条例》:绿地的养护单位修剪影响通行安全的植物。",
        "explained_by": "绿化养护队队长",
        "explained_to": "报事人和6号楼楼门长",
        "evidence_words": "6号楼东南角的绿篱",
    },
}
HOW_FAR = ("received", "sent", "accepted", "contacted", "replied")
PERSON_OF = {"星榆物业服务公司": "property", "望榆街道城管办": "officer"}


def load(town) -> int:
    """Add what is missing; returns how many orders were added."""
    cast = Cast(town)
    missing = [row for row in _rows() if case(row.key) is None]
    for row in missing:
        tell(row, cast)
    if case("W10") is None:
        _play_hedge(cast)
        missing.append("W10")
    lock = case("C01")
    if lock is None or queries.order_of_issue(lock.id) is not None or lock.state != "accepted":
        return len(missing)
    _play_lock(lock, cast)
    return len(missing) + 1


def _rows():
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row) for row in csv.DictReader(file)]


def _bodies():
    names = {"enforcement": "望榆街道城管办", "property": "星榆物业服务公司"}
    found = {
        body.name: body for body in db.session.scalars(select(Body).where(Body.name.in_(names.values())))
    }
    return {key: found[name] for key, name in names.items()}


def _play_lock(issue, cast):
    """双派双考: dispatched to both within minutes, gone the same day; the resident says so the next."""
    street, secretary, bodies = cast.named["street"], cast.named["secretary"], _bodies()
    with dated(spring(2, 24, 9)):
        order = workflow.receive(issue, by=secretary)
    with dated(spring(2, 24, 9) + timedelta(minutes=6)):
        legs = workflow.dispatch(order, by=street, bodies=[(body, LegRole.LEAD) for body in bodies.values()])
    for leg, key, who, hour in zip(legs, bodies, ("officer", "property"), (10, 11), strict=True):
        with dated(spring(2, 24, hour)):
            leg_workflow.contact(leg, by=cast.named[who])
        with dated(spring(2, 24, hour + 5)):
            leg_workflow.reply(leg, by=cast.named[who], **LOCK[key])
            workflow.settle_replies(order, by=cast.named[who], evidence=0)
    with dated(spring(2, 25, 8)):
        issues.confirm(issue, by=cast.named["resident"])


def _play_hedge(cast):
    """快办: one body, told at nine, cut before eleven; the resident says so in the evening."""
    street, resident, at = cast.named["street"], cast.named["resident"], _nine_on_the_day_before(2)
    with dated(at):
        issue = issues.submit(
            words=HEDGE["words"], community_id=cast.community.id, place_id=cast.place("6").id,
            visibility=Visibility.PUBLIC, reporter=resident,
        )  # fmt: skip
        issue.external_no = "W10"
        order = workflow.receive(issue, by=cast.named["secretary"])
    hint, bureau = suggest(HEDGE["words"]), db.session.scalar(select(Body).where(Body.name == HEDGE["body"]))
    with dated(at + timedelta(minutes=7)):
        said = outline(hint, issue) | {"title": HEDGE["title"]}
        issues.accept(issue, by=street, kind=hint.kind, category=hint.category, urgency=hint.urgency, **said)
        (leg,) = workflow.dispatch(order, by=street, bodies=[(bureau, LegRole.LEAD)])
    by = somebody_of(leg, cast)
    with dated(at + timedelta(minutes=20)):
        leg_workflow.contact(leg, by=by)
    with dated(at + timedelta(minutes=100)):
        leg_workflow.reply(leg, by=by, **HEDGE["reply"])
        workflow.settle_replies(order, by=by, evidence=0)
    with dated(at + timedelta(hours=10)):
        summaries.agree(issue, by=resident)
        issues.confirm(issue, by=resident)


def _nine_on_the_day_before(days):
    """Lately, so that numbers and days go up together on the list."""
    return datetime.combine(local_today() - timedelta(days=days), time(9), SHANGHAI)


def tell(row, cast):
    """Written down at the street's telephone; then sorted and dispatched as its words suggest."""
    street, raised = cast.named["street"], utcnow() - timedelta(hours=float(row.hours))
    with dated(raised):
        issue = issues.submit(
            words=row.words, community_id=cast.community.id, place_id=cast.place(row.place).id,
            visibility=Visibility.PUBLIC, contributed_by=street, on_behalf_of="来电居民",
            channel=Channel.PHONE,
        )  # fmt: skip
        issue.external_no = row.key
        order = queries.order_of_issue(issue.id) or workflow.receive(issue, by=street)
    if row.go == "received":
        return
    hint = suggest(row.words)
    with dated(raised + timedelta(minutes=8)):
        said = outline(hint, issue) | {"title": row.title}
        issues.accept(issue, by=street, kind=hint.kind, category=hint.category, urgency=hint.urgency, **said)
        legs = workflow.dispatch(order, by=street, bodies=plans_for(orders_by_id([order.id]))[order.id])
    _go_on(row.go, order, legs, raised, cast)


def _go_on(go, order, legs, raised, cast):
    for leg in legs:
        by = somebody_of(leg, cast)
        if go in ("accepted", "contacted", "replied"):
            with dated(raised + timedelta(hours=1)):
                leg_workflow.accept(leg, by=by)
        if go in ("contacted", "replied") and leg.role is LegRole.LEAD:
            with dated(raised + timedelta(hours=3)):
                leg_workflow.contact(leg, by=by)
        if go == "replied":
            with dated(raised + timedelta(hours=50)):
                leg_workflow.reply(leg, by=by, **REPLY)
                if order.state is OrderState.DISPATCHED:
                    workflow.settle_replies(order, by=by, evidence=0)


def somebody_of(leg, cast):
    """Who of the cast acts for that body; the street's officer where nobody of the cast does."""
    name = councils.bodies_by_id([leg.body_id])[leg.body_id].name
    return cast.named[PERSON_OF.get(name, "officer")]
