"""Visits and surveys: what is public, what is behind a look, and that no answer belongs to a home."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, update

from civic.database import local_today, utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.topics import need_queries, needs, surveying
from civic.topics.need_forms import parsed, ticked
from civic.topics.need_models import NeedKind, Survey, SurveyCount, SurveyHome, SurveyLine, Visit, VisitLook
from civic.topics.small_counts import alone, told

ASKED = [
    {"text": "需要助餐吗", "choices": ["需要", "不需要"]},
    {"text": "几点合适", "choices": ["早", "中", "晚"]},
]
counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12))


@given(counts)
def test_nothing_under_five_can_be_read_or_worked_out(cells):
    """Oracle: with the row's sum known, no hidden cell between 1 and 4 stands alone."""
    shown = told(cells)
    hidden = {key for key, number in shown.items() if number is None}
    assert all(number is None for key, number in shown.items() if 0 < cells[key] < 5)
    assert all(shown[key] == cells[key] for key in set(cells) - hidden)
    small = {key for key, number in cells.items() if 0 < number < 5}
    if small and len([key for key in cells if cells[key]]) > 1:
        assert len(hidden) >= 2
    assert alone(4) is None and alone(5) == 5 and alone(0) == 0


def test_questions_as_typed():
    typed = "需要助餐吗\n- 需要\n□ 不需要\n\n\n几点合适\n早\n中\n中\n"
    assert parsed(typed) == [
        ASKED[0], {"text": "几点合适", "choices": ["早", "中"]}]  # fmt: skip
    assert parsed("") == []
    sent = {"question-0": "1", "question-1": "9", "question-2": "0"}
    assert ticked(sent, ASKED) == [1, None] and ticked({"question-0": "x"}, ASKED) == [None, None]


def visit(town, need=NeedKind.MEALS, door=None, days=0, note="302的老太太想吃食堂"):
    with writing():
        day = local_today() - timedelta(days=days)
        return needs.note_visit(door or town.door, by=town.staff, visited_on=day, need=need, note=note)


def survey(town, **what):
    what = {"title": "助餐点放哪儿", "questions": ASKED, "days": 7, "line": "还想说什么"} | what
    with writing():
        return needs.make_survey(town.community, by=town.staff, **what)


def answer(made, by, choices=(0, 1), line=""):
    with writing():
        surveying.answer_survey(made, by=by, choices=list(choices), line=line)


def close(made):
    with writing():
        past = utcnow() - timedelta(minutes=1)
        db.session.execute(update(Survey).where(Survey.id == made.id).values(closes_at=past))


def test_visits_count_by_building_and_go_after_a_year(town, tick):
    for days in (0, 1, 2, 3, 59):
        visit(town, days=days)
    visit(town, NeedKind.REPAIRS)

    def shown():
        whole, buildings = need_queries.needs_table(town.community.id)
        return whole, dict(buildings)

    assert shown() == (
        {NeedKind.MEALS: None, NeedKind.REPAIRS: None},
        {town.building.label: {NeedKind.MEALS: None, NeedKind.REPAIRS: None}},
    )
    for _time in range(5):
        visit(town, NeedKind.REPAIRS)
        visit(town, NeedKind.STAIRS, door=town.other_door)
    whole, buildings = shown()
    assert buildings[town.building.label] == {NeedKind.MEALS: 5, NeedKind.REPAIRS: 6}
    assert whole == {NeedKind.MEALS: 5, NeedKind.REPAIRS: 6, NeedKind.STAIRS: 5}
    visit(town, NeedKind.MEALS, door=town.other_door)
    assert shown()[0][NeedKind.MEALS] is None, "a sum must not give the one behind it away"
    for wrong in ({"days": -1}, {"days": 61}, {"door": town.building}):
        with pytest.raises(Refused):
            visit(town, **wrong)
    with writing():
        old = local_today() - timedelta(days=367)
        db.session.execute(update(Visit).where(Visit.need == NeedKind.MEALS).values(visited_on=old))
    tick("topics.forget_visits")
    assert db.session.query(Visit).count() == 11


def test_notes_are_read_only_after_saying_why(page, town, clock):
    visit(town)
    staff = page.as_(town.staff)
    assert "302的老太太" not in staff.get("topics.visits")
    staff.submit("显示备注10分钟", reason=" ", status=422)
    shown = staff.submit("显示备注10分钟", reason="给助餐点报人数")
    assert "302的老太太" in shown and "给助餐点报人数" in shown
    look = db.session.query(VisitLook).one()
    assert look.viewer_id == town.staff.id
    assert db.session.query(LedgerEntry).filter_by(verb="need.notes_read").count() == 1
    assert "302的老太太" not in page.as_(town.secretary).get("topics.visits", look=look.id)
    clock.forward(minutes=11)
    assert "302的老太太" not in staff.get("topics.visits", look=look.id)
    page.as_(town.resident).get("topics.visits", status=403)
    assert "302" not in page.get("topics.needs")


def test_staff_write_a_visit_down_and_residents_cannot(page, town):
    staff = page.as_(town.staff)
    staff.get("topics.new_visit")
    shown = staff.submit("记下来", door=str(town.door.id), need="meals", note="想吃食堂")
    assert town.door.label in shown
    page.as_(town.resident).get("topics.new_visit", status=403)


def test_a_home_answers_once_and_nothing_ties_it_to_its_answer(town):
    made = survey(town)
    before = db.session.query(LedgerEntry).count()
    answer(made, town.resident, (0, None), line="晚上六点最好")
    with pytest.raises(Conflict):
        answer(made, town.second_adult, (1, 1))
    with pytest.raises(Refused):
        answer(made, town.unverified)
    for choices, line in (((None, None), ""), ((5, 0), ""), ((0,), ""), ((0, 0), "三单元502要")):
        with pytest.raises(Refused):
            answer(made, town.neighbour, choices, line)
    answer(made, town.neighbour, (0, 2))
    assert db.session.query(LedgerEntry).count() == before, "who answers leaves no line"
    cells = {(row.question, row.choice): row.times for row in db.session.query(SurveyCount) if row.times}
    assert cells == {(0, 0): 2, (1, 2): 1}
    assert {one["name"] for one in inspect(db.engine).get_columns("need_survey_home")} == {
        "survey_id", "household_id"}  # fmt: skip
    assert {one["name"] for one in inspect(db.engine).get_columns("need_survey_line")} == {
        "id", "survey_id", "body"}  # fmt: skip
    assert db.session.query(SurveyLine).one().id > 1000, "a number by lot, not the next one"
    close(made)
    with pytest.raises(Conflict), writing():
        needs.key_slip(made, by=town.staff, choices=[0, 0])
    assert db.session.query(SurveyHome).count() == 2


def test_what_a_survey_may_ask(town):
    for wrong in ([], [{"text": "好吗", "choices": ["好"]}], ASKED * 5):
        with pytest.raises(Refused):
            survey(town, questions=wrong)


def test_a_survey_from_its_making_to_its_results(page, town, clock):
    staff = page.as_(town.staff)
    staff.get("topics.new_survey")
    staff.submit("发给各家", title="助餐点放哪儿", questions="只有问题", status=422)
    staff.submit("发给各家", title="助餐点放哪儿", questions="要吗\n要\n不要", line="还想说什么")
    made = db.session.query(Survey).one()
    mine = page.as_(town.resident)
    mine.get("topics.survey", no=made.id)
    assert "请至少选一项" in mine.submit("form#answer", line="晚上好", status=422)
    mine.get("topics.survey", no=made.id)
    assert "您家已经答过了" in mine.submit("form#answer", {"question-0": "0", "line": "晚上六点"})
    for _slip in range(5):
        staff.get("topics.survey_slips", no=made.id)
        staff.submit("录入这张", {"question-0": "0"})
    shown = page.get("topics.survey", no=made.id)
    assert "结束以后才公布结果" in shown and "要:6" not in shown.text.replace(" ", "")
    close(made)
    shown = page.get("topics.survey", no=made.id)
    assert "要:6" in shown.text.replace(" ", "") and "纸条5张" in shown
    assert "晚上六点" not in staff.get("topics.survey_lines", no=made.id)
    staff.submit("给我看十分钟", reason="", status=422)
    read = staff.submit("给我看十分钟", reason="定开放时间")
    assert "晚上六点" in read and "定开放时间" in read
    colleague = page.as_(town.secretary)
    assert "晚上六点" not in colleague.get(read.url) and "晚上六点" not in staff.get(
        "topics.visits", look=read.url.rpartition("=")[2])  # fmt: skip
    look = int(read.url.rpartition("=")[2])
    assert need_queries.fresh_look(look, town.staff.id) is None  # it opens no notes of visits
    clock.forward(minutes=10)
    assert "晚上六点" not in staff.get(read.url)
    page.as_(town.resident).get("topics.survey_lines", no=made.id, status=403)
    assert "助餐点放哪儿" in page.get("topics.needs")


def test_as_many_statements_for_many_visits(page, town, queries):
    sent = []
    for count in (3, 40):
        with writing() as session:
            for number in range(count):
                where = {"community_id": town.community.id, "door_id": town.door.id}
                session.add(Visit(**where, building_id=town.building.id, visited_on=local_today(),
                                  need=list(NeedKind)[number % 9]))  # fmt: skip
        page.get("topics.needs")
        with queries() as now:
            page.get("topics.needs")
        sent.append(len(now))
    assert sent[0] == sent[1] <= 6
