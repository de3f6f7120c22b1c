"""What departs from the usual way, one of each: an objection with a look at the spot, more time with the
resident told, the long-term list, an order not counted, and a notice before something is taken down.
"""

from datetime import timedelta
from types import SimpleNamespace

from civic.database import dated, local_today, utcnow
from civic.demo.issues import Cast, case
from civic.demo.work_orders import somebody_of, tell
from civic.dispatch import (
    affected_workflow,
    exclusion_workflow,
    extension_workflow,
    long_term_workflow,
    objection_workflow,
    queries,
)
from civic.dispatch.exception_states import ExclusionGround, HowGiven, ObjectionGround

# key, hours ago, place, what the caller said, how far its parts have come before it departs,
# its title for everybody
ROWS = (
    ("E01", 5, "3", "3号楼东边的游商天天占道摆摊,收摊就扔一地菜叶。", "sent", "游商占道,收摊扔一地菜叶"),
    ("E02", 60, "9-1", "9号楼1门的对讲坏了,按了没声音,快递上不来。", "contacted", "9号楼1门对讲坏了"),
    ("E03", 100, "12", "12号楼东头的空地荒了好几年,一刮风全是土。", "contacted", "东头空地荒着,一刮风全是土"),
    ("E04", 130, "4-1", "楼上邻居欠我装修的钱,一吵架就半夜施工,你们管不管。", "replied", "楼上半夜施工"),
    ("E05", 30, "@garden", "花园边上私搭了一间小房,把路占了一半。", "contacted", "花园边的小房占了半边路"),
)


def load(town) -> int:
    """Add what is missing; returns how many orders were added."""
    cast = Cast(town)
    columns = ("key", "hours", "place", "words", "go", "title")
    missing = [
        SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in ROWS if case(row[0]) is None
    ]
    for row in missing:
        tell(row, cast)
        order = queries.order_of_issue(case(row.key).id)
        leg = queries.legs_of_round(order)[0]
        DEPARTS[row.key](order, leg, somebody_of(leg, cast), cast.named["street"])
    return len(missing)


def _objection(order, leg, by, street):
    with dated(utcnow() - timedelta(hours=3)):
        objection = objection_workflow.object_to(
            order, leg, by=by, ground=ObjectionGround.UNCLEAR_BOUNDARY,
            words="摊位一半在小区红线里,一半在市政便道上,请街道定由谁牵头。",
        )  # fmt: skip
    with dated(utcnow() - timedelta(hours=1)):
        objection_workflow.note_site_check(
            objection, by=street, held_on=local_today(), body_ids=[leg.body_id], others="3号楼楼门长",
            finding="拉了尺子:三个摊位里有两个在便道上。",
        )  # fmt: skip


def _more_time(order, leg, by, street):
    with dated(utcnow() - timedelta(hours=30)):
        extension = extension_workflow.ask(
            order, leg, by=by, due_at=leg.due_at + timedelta(days=5),
            reason="主板要从厂家调货,五天能到。", teller="物业客服", every_days=2,
        )  # fmt: skip
    with dated(utcnow() - timedelta(hours=26)):
        extension_workflow.grant(order, leg, extension, by=street, words="订货单看过了,情况属实。")
    with dated(utcnow() - timedelta(hours=2)):
        extension_workflow.tell_progress(extension, by=by, words="配件已发货,后天到;先给每户发了临时门卡。")


def _long_term(order, leg, by, street):
    with dated(utcnow() - timedelta(hours=70)):
        entry = long_term_workflow.propose(
            order, by=by, owner=queries.leg_or_404(leg.id).body, reason="地块产权单位已注销,规划用途还没批。",
            plan="先苫盖防尘网,每周洒水;规划批下来再建口袋公园。",
            next_review_on=local_today() + timedelta(days=60),
        )  # fmt: skip
        long_term_workflow.approve(order, entry, by=street, words="情况属实,防尘的事不能等。")


def _not_counted(order, leg, by, street):
    with dated(utcnow() - timedelta(hours=20)):
        exclusion = exclusion_workflow.propose(
            order, by=by, ground=ExclusionGround.PRIVATE_DISPUTE, words="两家之间的欠款,已告知可以找调解。"
        )
        exclusion_workflow.approve(order, exclusion, by=street, words="施工扰民部分已答复,欠款属私人纠纷。")


def _notice(order, leg, by, street):
    with dated(utcnow() - timedelta(hours=6)):
        affected_workflow.give_notice(
            order, leg, by=by, whom="搭建小房的人", what="花园东侧一间约6平方米的小房",
            why="占了公共道路,没有规划许可。", offer="屋里的东西可以先存到物业库房,三个月不收费。",
            given_on=local_today(), given_how=HowGiven.IN_PERSON,
            not_before=local_today() + timedelta(days=7),
        )  # fmt: skip


DEPARTS = {"E01": _objection, "E02": _more_time, "E03": _long_term, "E04": _not_counted, "E05": _notice}
