"""The pages of statements: one tap each, changed later, and the page of who thinks alike."""

import pytest
from sqlalchemy import insert

from civic.database import utcnow, writing
from civic.extensions import db
from civic.topics import kinship_page
from civic.topics.kinship_results import compute, keep, summed_up
from civic.topics.statement_models import Kinship, Stand, Statement, StatementAnswer
from civic.topics.statement_queries import due_topics
from tests.factories import topics as make
from tests.topics.planted import planted


@pytest.fixture
def topic(town):
    return make.deliberating(town.secretary)


def many_voices(topic, sizes, statements=12, **how):
    """Statements answered by people from elsewhere, in planted groups."""
    rows, _groups = planted(sizes, statements, **how)
    said = [make.make_statement(topic).id for _number in range(statements)]
    answers = [
        {"statement_id": said[number], "outside_no": voice + 1000 * said[0], "answer": code}
        for voice, row in enumerate(rows)
        for number, code in row.items()
    ]
    with writing() as session:
        session.execute(insert(StatementAnswer), answers)
        for answer in answers:
            session.get(Statement, answer["statement_id"]).count(answer["answer"])
        session.get(Kinship, topic.id).changes += len(answers)
    return said


def test_a_resident_answers_one_after_the_other_and_changes_one(page, town, topic):
    for _number in range(3):
        statement = make.make_statement(topic, town.neighbour)
    resident = page.as_(town.resident)
    resident.get("topics.statements", no=topic.id)
    for done in range(3):
        assert f"3句里您已经表了{done}句" in resident.last
        resident.submit("#answering form", button="同意")
    assert "每一句您都表过态了" in resident.last
    assert [one.answer for one in db.session.query(StatementAnswer)] == [1, 1, 1]
    resident.follow("看看我怎么选的,可以改")
    resident.follow(statement.body)
    assert "您选的是“同意”" in resident.last
    resident.submit("form[action$=answer]", button="不同意")
    assert sorted(one.answer for one in db.session.query(StatementAnswer)) == [-1, 1, 1]
    assert "不同意" in resident.last


def test_the_next_one_comes_alone_with_htmx(page, town, topic):
    for _number in range(2):
        make.make_statement(topic, town.neighbour)
    resident = page.as_(town.resident)
    resident.get("topics.statements", no=topic.id)
    assert resident.submit("#answering form", button="说不准", region="answering").is_fragment
    assert "2句里您已经表了1句" in resident.region("topics.statements", "answering", no=topic.id).source


def test_a_stranger_reads_and_is_led_to_sign_in(page, town, topic):
    statement = make.make_statement(topic, town.neighbour)
    shown = page.get("topics.statements", no=topic.id)
    assert statement.body in shown and town.neighbour.nickname not in shown
    assert "登录后表个态" in shown and len(shown.all("main form")) == 0
    page.post("topics.create_statement_answer", {"stand": "agree"}, no=topic.id, statement=statement.id,
              follow=False)  # fmt: skip
    assert db.session.query(StatementAnswer).count() == 0


@pytest.mark.parametrize("who", ["unverified", "secretary"])
def test_whoever_does_not_live_here_cannot_answer(page, town, topic, who):
    statement = make.make_statement(topic, town.neighbour)
    visitor = page.as_(getattr(town, who))
    assert "在本社区核实过住处的居民才能表态" in visitor.get("topics.statements", no=topic.id)
    visitor.post("topics.create_statement_answer", {"stand": "agree"}, no=topic.id, statement=statement.id,
                 status=403)  # fmt: skip
    visitor.get("topics.new_statement", no=topic.id, status=403)


def test_an_answer_that_is_none(page, town, topic):
    statement = make.make_statement(topic, town.neighbour)
    resident = page.as_(town.resident)
    where = {"no": topic.id, "statement": statement.id}
    resident.post("topics.create_statement_answer", {"stand": "maybe"}, status=400, **where)
    resident.post(
        "topics.create_statement_answer", {"stand": "agree"}, status=404, no=topic.id, statement=999
    )
    assert db.session.query(StatementAnswer).count() == 0


def test_a_resident_writes_a_sentence_once(page, town, topic):
    resident = page.as_(town.resident)
    resident.get("topics.new_statement", no=topic.id)
    kept = resident.submit("问问邻居们", body="长" * 141, status=422)
    assert "长" * 141 in kept.source
    first = resident.get("topics.new_statement", no=topic.id)
    for _click in range(2):
        resident.submit("问问邻居们", body="夜里给急救车留一条道", on=first)
    assert [one.body for one in db.session.query(Statement)] == ["夜里给急救车留一条道"]
    resident.get("topics.new_statement", no=topic.id)
    again = resident.submit("问问邻居们", body="夜里给急救车留一条道。", status=409)
    assert "已经有人说过了" in again and "夜里给急救车留一条道。" in again.source


def test_a_matter_that_is_decided_takes_no_answers(page, town, topic):
    make.make_statement(topic, town.neighbour)
    make.put(topic, "voting")
    shown = page.as_(town.resident).get("topics.statements", no=topic.id)
    assert "现在不收" in shown and len(shown.all("#answering form")) == 0


def test_nothing_is_shown_before_there_are_groups(page, town, topic, tick):
    assert "现在还看不出来" in page.get("topics.kinship", no=topic.id)
    statement = make.make_statement(topic, town.neighbour)
    make.answer(statement, town.resident, Stand.AGREE)
    tick("topics.kinship")
    assert "目前有1位邻居表了态" in page.get("topics.kinship", no=topic.id)


def test_groups_are_drawn_with_their_table(page, town, topic, tick):
    many_voices(topic, [30, 20])
    assert tick("topics.kinship") == {"topics.kinship": 1}
    shown = page.get("topics.kinship", no=topic.id)
    assert len(shown.all("svg circle")) == 2 and len(shown.all(".kin tbody tr")) == 2
    members = [int(words) for words in shown.texts(".kin td.num")]
    assert (
        members == sorted(members, reverse=True)
        and sum(members) == db.session.query(Kinship).one().kept >= 30
    )
    for heading in ("哪一拨都这么想", "分歧最大的", "第1拨人最在意的", "第2拨人最在意的"):
        assert heading in shown


def test_it_is_worked_out_once_an_hour_at_most(page, town, topic, tick, clock):
    said = many_voices(topic, [20, 15])
    statement = db.session.get(Statement, said[0])
    assert tick("topics.kinship") == {"topics.kinship": 1}
    assert tick("topics.kinship") == {"topics.kinship": 0}
    make.answer(statement, town.resident, Stand.AGREE)
    assert tick("topics.kinship") == {"topics.kinship": 0}
    clock.forward(hours=1)
    assert due_topics() == [topic.id]
    assert tick("topics.kinship") == {"topics.kinship": 1}
    assert db.session.get(Kinship, topic.id).participants == 36
    clock.forward(hours=1)
    assert tick("topics.kinship") == {"topics.kinship": 0}


def test_an_older_result_never_replaces_a_newer_one(town, topic):
    said = many_voices(topic, [20, 15])
    older = compute(topic.id)
    make.answer(db.session.get(Statement, said[0]), town.resident, Stand.AGREE)
    newer = compute(topic.id)
    with writing():
        assert keep(topic.id, newer) and not keep(topic.id, older)
    assert db.session.get(Kinship, topic.id).participants == 36


def test_an_answer_during_the_working_out_is_not_forgotten(town, topic, clock):
    said = many_voices(topic, [20, 15])
    computed = compute(topic.id)
    make.answer(db.session.get(Statement, said[0]), town.resident, Stand.AGREE)
    with writing():
        keep(topic.id, computed)
    clock.forward(hours=2)
    assert due_topics() == [topic.id]


@pytest.mark.parametrize(
    ("members", "shown"), [([9, 5, 5], 3), ([9, 5, 4], 2), ([9, 4], 0), ([30], 0), ([], 0)]
)
def test_groups_under_five_are_not_told(members, shown):
    counts = [[[size, 0, size], [0, size, size]] for size in members]
    result = summed_up([11, 12], members, counts, [[0.0, 0.0]] * len(members))
    assert len(result["groups"]) == shown
    assert all(len(tally) == shown for tally in result["tallies"].values())


def test_fewer_than_five_answers_of_a_group_are_not_told():
    few, enough = kinship_page.lines([(4, 0, 4), (3, 1, 5)])
    assert few.agree is few.disagree is few.rest is None
    assert (enough.agree, enough.disagree, enough.rest) == (60, 20, 20)


def test_a_hidden_statement_leaves_the_page_at_once(page, town, topic, tick):
    said = many_voices(topic, [30, 20])
    tick("topics.kinship")
    with writing() as session:
        bodies = [session.get(Statement, one).body for one in said]
        for one in said:
            session.get(Statement, one).hidden_at = utcnow()
    shown = page.get("topics.kinship", no=topic.id)
    assert not any(body in shown for body in bodies)


def test_circles_stay_in_the_drawing_and_apart():
    for members in ([5, 5], [400, 5, 5, 5, 5], [9] * 5, [60, 50, 40, 30]):
        drawn = kinship_page.circles(members, [[0.0, 0.0]] * len(members))
        for one in drawn:
            assert one.radius <= one.x <= kinship_page.WIDTH - one.radius
            assert one.radius <= one.y <= kinship_page.HEIGHT - one.radius
            for other in drawn[: one.number - 1]:
                apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
                assert apart >= one.radius + other.radius - 1


def test_as_many_database_statements_for_many_as_for_few(page, town, topic, queries, tick):
    visitors = (page.as_(), page.as_(town.resident))
    pages = [(visitor, end) for visitor in visitors for end in ("topics.statements", "topics.kinship")]

    def asked():
        counts = []
        for visitor, endpoint in pages:
            visitor.get(endpoint, no=topic.id)  # what is kept drawn is drawn
            with queries() as statements:
                visitor.get(endpoint, no=topic.id)
            counts.append(len(statements))
        return counts

    many_voices(topic, [12, 12], statements=8)
    tick("topics.kinship")
    few = asked()
    many_voices(topic, [40, 30], statements=60)
    assert asked() == few
    assert max(few) <= 8
