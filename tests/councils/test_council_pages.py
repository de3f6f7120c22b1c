"""The pages of a table, clicked through: set up, seats, beginning, rules, promises, stepping aside."""

from datetime import timedelta

from sqlalchemy import select

from civic.councils import queries
from civic.councils.models import Council
from civic.councils.rule_models import RulesKind
from civic.councils.rules import rules_of, versions
from civic.database import local_today
from civic.extensions import db
from tests.factories.tables import make_neighbours
from tests.factories.topics import make_topic


def test_the_secretary_sets_up_a_table(town, page):
    secretary = page.as_(town.secretary)
    secretary.get("councils.index")
    secretary.follow("新建一个议事会")
    secretary.submit("支起来", kind="neighbours", place=str(town.building.id), name="3号楼老街坊")
    doc = secretary.submit("从今天起开始工作", status=422)
    assert "至少要3席" in doc
    council = db.session.scalar(select(Council).where(Council.name == "3号楼老街坊"))
    for body in (str(town.residents_committee.id), str(town.property.id), ""):
        secretary.get("councils.table", council_id=council.id)
        secretary.submit("给这个席位", body=body)
    secretary.submit("从今天起开始工作")
    secretary.get("councils.table", council_id=council.id)
    doc = secretary.submit("延到那天", term_to=(local_today() + timedelta(days=365)).isoformat())
    assert "这一届到" in doc and "居民席(第3席)" in doc
    assert queries.council_or_404(council.id).seats[0].is_convener
    page.as_(town.resident).get("councils.table", council_id=council.id, status=403)
    page.as_(town.resident).get("councils.new_council", status=403)


def test_the_administrator_changes_a_kind(town, page):
    page.as_(town.secretary).get("councils.new_kind", status=403)
    admin = page.as_(town.administrator)
    admin.get("councils.kinds")
    admin.follow("再加一类")
    doc = admin.submit("保存", name="胡同议事会", seats_min="2", seats_max="9", area="door", status=422)
    assert doc.one("input[name=name]").attributes["value"] == "胡同议事会"
    assert "胡同议事会" in admin.submit("保存", seats_min="3", has_residents="y")
    kind = queries.kinds()[-1]
    admin.get("councils.kind", kind_id=kind.id)
    admin.submit("保存", seats_max="5")
    assert queries.kinds()[-1].seats_max == 5


def test_rules_are_adopted_on_their_pages(town, page):
    here = {"council_id": town.council.id}
    secretary = page.as_(town.secretary)
    secretary.get("councils.new_house_rules", **here)
    secretary.submit("就用这一版", body="先量路。\n再看窗。", how="第一次会")
    secretary.follow("通过新的一版")
    doc = secretary.submit("就用这一版", body="先量路。\n后算账。", how="第二次会", changed="账")
    assert "后算账" in doc and "再看窗" not in doc
    assert "再看窗" in page.get(
        "councils.rules_version", version_id=versions(town.council, RulesKind.HOUSE)[1].id, **here
    )
    page.get("councils.rules_version", version_id=99, status=404, **here)
    secretary.get("councils.new_order", **here)
    doc = secretary.submit(
        "就用这些", {"keep-1": False, "seconds-4": "180", "sentence-11": "小孩先说。"}, how="第二次会"
    )
    assert "每次180秒" in doc and "小孩先说。" in doc and "主持人只管秩序" not in doc
    rules = rules_of(town.council)
    assert len(rules) == 10 and rules[0].sentence == "" and rules[-1].sentence == "小孩先说。"
    page.as_(town.resident).get("councils.new_order", status=403, **here)
    page.as_(town.resident).get("councils.new_house_rules", status=403, **here)


def test_a_delegate_promises_for_the_own_seat_only(town, page):
    delegate, here = page.as_(town.delegate), {"council_id": town.council.id}
    doc = delegate.get("councils.pledges", **here)
    assert len(doc.all("select[name=seat] option")) == 1
    due = (local_today() + timedelta(days=9)).isoformat()
    doc = delegate.submit("答应了", what="补一盏灯", standard="天黑就亮", due_on=due)
    assert "补一盏灯" in doc and not doc.all("a[href*='/pledges/']")
    said = {"seat": str(town.seats[0].id), "what": "替别人答应", "standard": "x", "due_on": due}
    delegate.post("councils.create_pledge", said, status=422, **here)
    page.as_(town.resident).post("councils.create_pledge", said, status=403, **here)


def test_a_seat_steps_aside_on_its_page(town, page):
    topic, seat = make_topic(town.resident), town.seats[2]
    delegate, here = page.as_(town.delegate), {"council_id": town.council.id, "seat_id": seat.id}
    delegate.get("councils.recusals", **here)
    assert "没有这个编号的议题" in delegate.submit("我们回避", topic="987", reason="收入", status=422)
    assert "收入" in delegate.submit("我们回避", topic=str(topic.id))
    assert queries.recused(town.council, topic.id) == {seat.id}
    delegate.get("councils.recusals", **here)
    delegate.submit("情况没有了,不再回避")
    assert queries.recused(town.council, topic.id) == set()
    page.as_(town.other_delegate).get("councils.recusals", status=403, **here)


def test_a_drawing_on_its_page(town, page, clock):
    council, today = make_neighbours(town), local_today()
    secretary = page.as_(town.secretary)
    secretary.get("councils.new_lottery", council_id=council.id)
    days = {"closes_on": today.isoformat(), "draw_on": (today + timedelta(days=3)).isoformat()}
    doc = secretary.submit("发布", seats="1", seed_source="双色球", min_old="1", most_of_building="1", **days)
    assert "60岁及以上:至少1人" in doc and "同一栋楼最多1人" in doc
    mine, here = page.as_(town.resident), {"lottery_id": 1}
    mine.get("councils.lottery", **here)
    assert "您已报名" in mine.submit("我要报名", age="60+", tenancy="owner")
    mine.submit("我不报名了")
    other = page.as_(town.neighbour)  # lives in another building
    other.post("councils.enter_lottery", {"age": "60+", "tenancy": "owner"}, status=422, **here)
    for verb in ("fix_lottery", "call_off_lottery", "retry_lottery", "seed_lottery"):
        mine.post(f"councils.{verb}", status=403, **here)
    secretary.get("councils.lottery", **here)
    assert "已取消" in secretary.submit("对,不抽了")
