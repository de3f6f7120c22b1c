"""The pages of arguments, suggestions, interests, answers of those it is about, and levels."""

import re

import pytest
from sqlalchemy import insert

from civic.database import utcnow, writing
from civic.extensions import db
from civic.topics import affected
from civic.topics import suggestions as kept
from civic.topics.argument_models import Argument, ArgumentCount, Degree, Side, Suggestion
from civic.topics.models import Topic
from civic.topics.states import TopicLevel, TopicState
from tests.factories import topics as make


@pytest.fixture
def topic(town):
    return make.deliberating(town.secretary)


def many_arguments(topic, person, count):
    """`count` arguments in the three columns and themes, with their counters."""
    sides = list(Side)
    rows = [
        {"topic_id": topic.id, "side": sides[n % 3], "theme": n // 3 % 3, "body": f"第{n}条理由",
         "person_id": person.id, "created_at": utcnow()}
        for n in range(count)
    ]  # fmt: skip
    with writing() as session:
        session.execute(insert(Argument), rows)
        for row in rows:
            cell = session.get(ArgumentCount, (topic.id, row["side"], row["theme"]))
            if cell is None:
                cell = ArgumentCount(topic_id=topic.id, side=row["side"], theme=row["theme"])
                cell.said = cell.unanswered = 0
                session.add(cell)
            cell.said, cell.unanswered = cell.said + 1, cell.unanswered + 1


def test_a_resident_gives_a_reason_and_keeps_words_that_name_a_home(page, town, topic):
    mine = page.as_(town.resident)
    mine.get("topics.arguments", no=topic.id)
    said = {"side": "condition", "theme": "1", "body": "三单元502的老王不挡路就行"}
    kept_words = mine.submit("form#say", said, status=422)
    assert "三单元502的老王不挡路就行" in kept_words.source and "像是谁家的门牌" in kept_words
    assert db.session.query(Argument).count() == 0
    shown = mine.submit("form#say", said | {"body": "三单元门口留出轮椅的路就行"})
    assert (
        "三单元门口留出轮椅的路就行" in shown and town.resident.nickname not in shown.one("#condition").text()
    )
    assert "方便" in shown.one("#condition").text()


def test_a_stranger_reads_and_finds_no_form(page, town, topic):
    make.make_argument(topic, town.resident, Side.AGAINST, "撤了桶老人走太远")
    shown = page.get("topics.arguments", no=topic.id)
    assert "撤了桶老人走太远" in shown.one("#against").text() and not shown.all("main form")
    assert "登录后说说理由" in shown
    alone = page.get("topics.arguments", no=topic.id, side="against", theme=0)
    assert len(alone.all(".options > section")) == 1
    page.get("topics.arguments", no=topic.id, theme=5, status=404)


def test_columns_page_by_keyset_and_no_reason_is_lost(page, town, topic, queries):
    many_arguments(topic, town.resident, 10)
    sent = {}
    for endpoint in ("topics.arguments", "topics.show"):
        page.get(endpoint, no=topic.id)
        with queries() as few:
            page.get(endpoint, no=topic.id)
        sent[endpoint] = len(few)
    many_arguments(topic, town.resident, 290)
    for endpoint, before in sent.items():
        with queries() as many:
            page.get(endpoint, no=topic.id)
        assert len(many) == before <= 10, many.statements
    seen, after = [], None
    while after is not False:
        shown = page.get("topics.arguments", no=topic.id, side="for", **({"after": after} if after else {}))
        seen += [row.attributes["id"] for row in shown.all("li.comment")]
        onward = shown.all('a[rel="next"]')
        after = onward[0].attributes["href"].split("after=")[1] if onward else False
    assert len(seen) == len(set(seen)) == 4 + 97


def test_staff_answer_many_at_once_and_rename_themes(page, town):
    topic = make.screened(town.secretary)
    said = [make.make_argument(topic, who) for who in (town.resident, town.neighbour)]
    staff = page.as_(town.secretary)
    staff.get("topics.argument_answers", no=topic.id)
    assert "请至少勾选一条" in staff.submit("答复勾选的这些", outcome="partly", reason="先试", status=422)
    staff.submit(
        "答复勾选的这些", argument=[str(one.id) for one in said], outcome="partly", reason="先试八周"
    )
    assert "每条理由都有答复了" in staff.last
    assert page.get("topics.arguments", no=topic.id).text.count("先试八周") == 2
    staff.get("topics.argument_themes", no=topic.id)
    staff.submit("就按这几类分", themes="钱\n气味")
    assert db.session.get(Topic, topic.id).themes == ["money", "气味"]
    page.as_(town.resident).get("topics.argument_answers", no=topic.id, status=403)


def test_a_suggestion_is_made_told_and_doubted(page, town, topic):
    mine = page.as_(town.resident)
    mine.get("topics.suggestions", no=topic.id)
    mine.submit("form#say", degree="must_not", body="早六点以前清运")
    assert "不得" in mine.last and "早六点以前清运" in mine.last
    made = db.session.query(Suggestion).one()
    make.put(topic, TopicState.IMPLEMENTING)
    staff = page.as_(town.secretary)
    staff.get("topics.suggestion_fulfilment", no=topic.id, suggestion=made.id)
    staff.submit("公布", fulfilled="yes", words="改到七点半了")
    mine.get("topics.suggestions", no=topic.id)
    assert "1位邻居说:没做到" in mine.submit("我看没做到") and "改到七点半了" in mine.last
    page.as_(town.unverified).post("topics.create_doubt", {}, no=topic.id, suggestion=made.id, status=403)


def test_what_is_at_stake_stands_by_building_and_is_taken_back_by_its_own(page, town, topic):
    mine = page.as_(town.resident)
    mine.get("topics.interests", no=topic.id)
    mine.submit("就这么说,只显示楼号", kind="window")
    own = re.search(r"interests/(\d+)/withdrawal", mine.last.source)[1]
    shown = page.get("topics.arguments", no=topic.id).one("#interests").text()
    assert f"{town.building.label} · 1人" in shown and "301" not in shown
    page.as_(town.neighbour).post(
        "topics.create_interest_withdrawal", {}, no=topic.id, interest=int(own), status=404
    )
    mine.submit("现在不是这样了")
    assert "还没有人说" in page.get("topics.arguments", no=topic.id).one("#interests").text()


def test_those_it_is_about_answer_by_link_without_an_account(page, town, topic):
    staff = page.as_(town.secretary)
    staff.get("topics.new_reply", no=topic.id)
    staff.submit("请他们回应", as_whom="地锁的装设人", status=200)
    link = staff.last.one("code").text()
    theirs = page.as_(None)
    theirs.get(link[link.index("/topics/") :])
    assert "回不回应由您" in theirs.last
    theirs.submit("公开我的回应", body="住502那家先占的", status=422)
    theirs.submit("公开我的回应", body="那会儿真没处停,锁已经拆了")
    assert "地锁的装设人" in page.get("topics.arguments", no=topic.id).one("#replies").text()
    page.get("topics.reply_by_link", token="no-such-link", status=404)


def test_a_body_answers_through_its_account(page, town, topic):
    with writing():
        invited, _token = affected.invite_reply(
            topic, by=town.secretary, as_whom="管停车的物业", body_id=town.property.id
        )
    delegate = page.as_(town.delegate)
    delegate.get("topics.body_reply", no=topic.id, reply=invited.id)
    assert "下月起划线" in delegate.submit("公开我的回应", body="下月起划线,不再收押金")
    page.as_(town.resident).get("topics.body_reply", no=topic.id, reply=invited.id, status=403)


def test_a_topic_begins_at_its_door_and_staff_take_it_up(page, town):
    mine = page.as_(town.resident)
    mine.get("topics.new")
    mine.submit("贴出来", title="楼道堆纸箱", why="走不动。", place=str(town.door.id))
    topic = db.session.query(Topic).one()
    assert (topic.level, topic.place_id) == (TopicLevel.DOOR, town.door.id)
    mine.get("topics.new")
    mine.submit("贴出来", title="电梯常停", why="走不动。", place=str(town.door.id), reach="building")
    assert db.session.query(Topic).filter_by(level=TopicLevel.BUILDING).one().place_id == town.building.id
    assert "1件在商量" in page.get("topics.of_place", place=town.building.id)
    page.get("topics.of_place", place=town.community.parent_id, status=404)
    staff = page.as_(town.secretary)
    staff.get("topics.level", no=topic.id)
    shown = staff.submit("提上去", level="community", reason="别的楼也堆")
    assert "别的楼也堆" in shown
    low = make.make_topic(town.resident, level=TopicLevel.DOOR, place_id=town.door.id)
    staff.get("topics.joining", no=topic.id)
    shown = staff.submit("并到这里一起商量", topic=str(low.id), reason="一件事")
    assert low.title in shown
    assert f"议题{topic.id}" in page.get("topics.show", no=low.id).text.replace(" ", "")
    mine.get("topics.level", no=topic.id, status=403)


def test_bottom_lines_stand_above_the_reasons(page, town, topic):
    with writing():
        kept_line = make.option_verbs.add_bottom_line(topic, by=town.secretary, text="消防通道不能占")
        kept.suggest(topic, by=town.resident, degree=Degree.SHOULD, body="门口留出轮椅的路")
    assert kept_line.text in page.get("topics.arguments", no=topic.id)
