"""情况说明: no arrangement, no statement; two people; a limit, an end, looks on record, never a name."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from civic.accounts.roles import Role
from civic.accounts.workflow import leave
from civic.councils import exemption_queries, exemption_workflow
from civic.councils.exemption_models import (
    Arrangement,
    Circumstance,
    CircumstancesStatement,
    Matter,
    StatementState,
)
from civic.councils.exemption_policies import may_decide, may_issue, may_see_statement
from civic.database import local_today, locked, writing
from civic.desk.waiting import waiting_for
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerPayload
from civic.notifications.models import Message
from tests.factories.accounts import Person, make_staff

DECIDES = "是否免予处罚由执法部门决定"


def arranged(town, body=None, **more):
    today = local_today()
    said = {
        "document": "望榆城管〔2026〕12号", "matters": [Matter.PARKING], "valid_from": today,
        "valid_to": today + timedelta(days=90), "per_half_year": 2, "days_good": 30,
    }  # fmt: skip
    with writing():
        body = body or town.department
        return exemption_workflow.arrange(town.community.id, body, by=town.secretary, **(said | more))


def asked(town, arrangement, person=None, matter=Matter.PARKING, ago=0):
    with writing():
        me = locked(Person, (person or town.resident).id)
        return exemption_workflow.ask(
            locked(Arrangement, arrangement.id), me, matter=matter, by=me,
            circumstance=Circumstance.TO_HOSPITAL, happened_on=local_today() - timedelta(days=ago),
        )  # fmt: skip


def run(verb, statement, *rest, **more):
    with writing():
        return verb(locked(CircumstancesStatement, statement.id), *rest, **more)


def issued(town, arrangement, **more):
    statement = asked(town, arrangement, **more)
    run(exemption_workflow.issue, statement, by=town.secretary)
    return db.session.get(CircumstancesStatement, statement.id)


def desk_of(person):
    db.session.rollback()
    return [row.kind for row in waiting_for(person) if row.kind.startswith("statement.")]


def test_without_a_valid_arrangement_nobody_issues(town, clock):
    arrangement = arranged(town)
    with pytest.raises(Refused):  # another matter
        asked(town, arrangement, matter=Matter.BULKY_ITEMS)
    for days in (-1, 31):
        with pytest.raises(Refused):
            asked(town, arrangement, ago=days)
    statement = asked(town, arrangement)
    with writing():
        exemption_workflow.end_arrangement(locked(Arrangement, arrangement.id), by=town.secretary)
    with pytest.raises(Conflict), writing():
        exemption_workflow.end_arrangement(locked(Arrangement, arrangement.id), by=town.secretary)
    clock.forward(days=1)
    with pytest.raises(Refused):
        run(exemption_workflow.issue, statement, by=town.secretary)
    with pytest.raises(Refused):
        asked(town, arrangement)
    with pytest.raises(Refused):  # only a department punishes
        arranged(town, town.school)
    with pytest.raises(Refused):
        arranged(town, valid_to=local_today() - timedelta(days=1))


def test_two_people_and_a_limit(town, clock):
    arrangement = arranged(town)
    first = asked(town, arrangement)
    assert desk_of(town.secretary) == ["statement.issue"] and desk_of(town.officer) == []
    run(exemption_workflow.issue, first, by=town.secretary)
    assert desk_of(town.secretary) == [] and desk_of(town.officer) == ["statement.decide"]
    first = db.session.get(CircumstancesStatement, first.id)
    assert first.expires_on == local_today() + timedelta(days=30)
    with pytest.raises(NotAllowed):
        run(exemption_workflow.decide, first, True, "", by=town.secretary)
    with pytest.raises(NotAllowed):
        run(exemption_workflow.decide, first, True, "", by=town.resident)
    run(exemption_workflow.decide, first, True, "城管2026-8", by=town.officer)
    messages = select(Message.verb, Message.person_id).where(Message.verb.like("statement.%"))
    heard = db.session.execute(messages.order_by(Message.id)).all()
    assert heard == [(f"statement.{what}", town.resident.id) for what in ("issued", "decided")]
    with pytest.raises(Conflict):
        run(exemption_workflow.decide, first, False, "", by=town.officer)
    own = asked(town, arrangement, person=town.secretary)
    assert desk_of(town.secretary) == []
    with pytest.raises(NotAllowed):
        run(exemption_workflow.issue, own, by=town.secretary)
    second = issued(town, arrangement)
    with pytest.raises(Refused):  # two in half a year
        asked(town, arrangement)
    clock.forward(days=31)
    with pytest.raises(Refused):  # run out
        run(exemption_workflow.decide, second, True, "", by=town.officer)
    assert desk_of(town.officer) == []
    assert not second.is_good(local_today()) and second.state == StatementState.ISSUED
    with pytest.raises(Refused):
        run(
            exemption_workflow.refuse, asked(town, arrangement, person=town.neighbour), " ", by=town.secretary
        )


def test_who_may(town):
    statement = exemption_queries.statement_or_404(issued(town, arranged(town)).id)
    elsewhere = make_staff(Role.OFFICER, body_id=town.property.id, community_id=town.community.id)
    people = {
        name: db.session.get(Person, getattr(town, name).id)
        for name in ("secretary", "officer", "staff", "resident")
    }
    people["elsewhere"] = elsewhere
    assert {name for name, one in people.items() if may_issue(one, statement)} == {"secretary"}
    assert {name for name, one in people.items() if may_decide(one, statement)} == {"officer"}
    assert {name for name, one in people.items() if may_see_statement(one, statement)} == {
        "secretary",
        "officer",
    }
    statement.issued_on = None
    assert not may_see_statement(people["officer"], statement)
    db.session.rollback()


def test_from_the_asking_to_the_slip_and_the_decision(town, page):
    arranged(town)
    mine = page.as_(town.resident)
    mine.get("councils.new_statement")
    doc = mine.submit(
        "申请", matter="parking", circumstance="to_hospital", happened_on=local_today().isoformat()
    )
    assert "书记还没答复" in doc
    desk = page.as_(town.secretary)
    desk.get("councils.statements_desk")
    doc = desk.follow("在不让停的地方停车")
    assert town.resident.nickname not in doc and DECIDES in doc
    assert town.resident.nickname in desk.submit("看看是谁申请的")
    desk.submit("出具")
    doc = mine.get("councils.my_statements")
    slip = mine.follow("在不让停的地方停车")
    assert DECIDES in slip and "社区书记" in slip  # who looked
    code = db.session.scalar(select(CircumstancesStatement.code))
    doc = page.get("councils.check_statement", code=f" {code[:5].lower()}-{code[5:]}")
    assert "前有效" in doc and DECIDES in doc
    assert not {"杜仲", "接送病人就医"} & set(doc.text.split()) and "接送病人" not in doc
    assert "无效" in page.get("councils.check_statement", code="ABCDE23456")
    page.as_(town.neighbour).get("councils.my_statement", statement_id=1, status=404)
    page.as_(town.neighbour).get("councils.statement", statement_id=1, status=403)
    officer = page.as_(town.officer)
    officer.get("councils.statements_desk")
    officer.follow("在不让停的地方停车")
    officer.submit("就这样决定", exempted="yes", decision_no="城管2026-8")
    assert "执法部门决定免予处罚" in mine.get("councils.my_statements")
    assert "已经失效" in page.get("councils.check_statement", code=code)
    about = page.get("councils.about_statements")
    assert "不到5份" in about and "杜仲" not in about
    public = str(db.session.scalars(select(LedgerPayload.public_json)).all())
    assert "person" not in public.replace("person_", "") or str(town.resident.nickname) not in public


def test_whoever_leaves_is_not_named_and_stays_counted(town):
    statement = issued(town, arranged(town))
    with writing():
        leave(locked(Person, town.resident.id))
    assert db.session.get(CircumstancesStatement, statement.id).person_id is None
    assert exemption_queries.by_month(town.community.id)


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.sampled_from(Circumstance))))
def test_small_numbers_are_never_shown(rows):
    told = exemption_queries.shown_numbers(rows)
    counts = Counter((f"{day:%Y-%m}", one) for day, one in rows)
    assert {(month, one) for month, row in told.items() for one in row} == set(counts)
    for (month, one), number in counts.items():
        assert told[month][one] == (number if number >= 5 else None)
