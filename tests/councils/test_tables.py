"""Kinds, seats, beginning, term, stepping aside, rules and promises: what works and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from civic.accounts.workflow import leave
from civic.councils import (
    pledge_queries,
    pledge_workflow,
    queries,
    rules,
    rules_workflow,
    table_workflow,
    workflow,
)
from civic.councils.models import BodyKind, Council, CouncilKind, Seat
from civic.councils.pledge_models import Pledge, PledgeState
from civic.councils.policies import seats_spoken_for
from civic.councils.rule_models import RuleMoment, RulesKind
from civic.database import local_today, locked, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.places.models import PlaceKind
from tests.factories.accounts import Person, make_person
from tests.factories.councils import make_body, make_council, make_mandate
from tests.factories.places import make_community
from tests.factories.tables import make_neighbours
from tests.factories.topics import make_topic


def fresh(council):
    db.session.expire_all()
    return queries.council_or_404(council.id)


def run(verb, row, *rest, **more):
    with writing():
        return verb(locked(type(row), row.id), *rest, **more)


def test_kinds_are_rows_that_an_administrator_changes(app):
    assert [kind.key for kind in queries.kinds()] == [
        "partners", "joint", "consultation", "neighbours", "owners", "residents"
    ]  # fmt: skip
    facts = {
        "name": "楼门会",
        "name_en": "",
        "note": "",
        "seats_min": 3,
        "seats_max": 5,
        "has_residents": True,
    }
    with writing():
        made = table_workflow.set_kind(None, by=None, key="door", area=PlaceKind.DOOR, **facts)
        table_workflow.set_kind(made, by=None, **(facts | {"seats_max": 4}))
    assert [(kind.key, kind.seats_max) for kind in queries.kinds()][-1] == ("door", 4)
    for wrong in ({"seats_min": 2}, {"seats_max": 13}, {"seats_min": 5, "seats_max": 4}):
        with pytest.raises(Refused), writing():
            table_workflow.set_kind(None, by=None, key="x", area=PlaceKind.DOOR, **(facts | wrong))
    with pytest.raises(IntegrityError), writing() as session:
        row = facts | {"key": "y", "area": PlaceKind.DOOR, "position": 9, "seats_min": 2}
        session.execute(insert(CouncilKind), [row])


def test_a_table_begins_with_enough_seats_and_never_has_too_many(app):
    council = make_council(make_community(), make_body(), make_body())
    with pytest.raises(Refused, match="3"):
        run(table_workflow.start, council, by=None)
    with pytest.raises(Refused), writing():
        workflow.seat_residents(locked(Council, council.id), by=None)  # partners are bodies
    with writing():
        for _more in range(10):
            workflow.seat_body(
                council, workflow.found_body(BodyKind.PARTNER_UNIT, f"单位{_more}", by=None), by=None
            )
    extra = make_body()
    with pytest.raises(Conflict, match="12"):
        run(workflow.seat_body, council, extra, by=None)
    kind = db.session.get(CouncilKind, council.kind_id)
    with writing():
        locked(CouncilKind, kind.id).seats_max = 6
    with pytest.raises(Refused, match="6"):
        run(table_workflow.start, council, by=None)
    with writing():
        locked(CouncilKind, kind.id).seats_max = 12
    run(table_workflow.start, council, by=None)
    with pytest.raises(Conflict):
        run(table_workflow.start, council, by=None)


def test_a_kind_says_for_how_large_a_place_it_is(town):
    with pytest.raises(Refused), writing():
        workflow.found_council(town.community, "老街坊", by=None, kind="neighbours")
    with writing():
        council = workflow.found_council(
            town.community,
            "老街坊",
            by=None,
            kind="neighbours",
            place=town.door,
            term_to=local_today() + timedelta(9),
        )
    assert (council.place_id, council.community_id) == (town.door.id, town.community.id)
    with pytest.raises(Refused), writing():
        workflow.found_council(town.community, "另一个", by=None, term_to=local_today())
    assert queries.council_of(town.community.id).id == town.council.id


def test_a_term_runs_out_and_is_renewed(town):
    council, today = town.council, local_today()
    run(table_workflow.start, council, by=None)
    run(table_workflow.renew, council, today + timedelta(days=3), by=None)
    council = fresh(council)
    last = council.term_to
    assert council.is_working(last) and not council.is_working(last + timedelta(days=1))
    assert council.has_run_out(last + timedelta(days=1)) and not council.has_run_out(last)
    for wrong in (last, today, today + timedelta(days=6 * 366)):
        with pytest.raises(Refused):
            run(table_workflow.renew, council, wrong, by=None)


def test_a_seat_steps_aside_for_one_topic_and_comes_back(town):
    topic, other, seat = make_topic(town.resident), make_topic(town.resident), town.seats[2]
    told = {"by": town.delegate, "community_id": town.community.id}
    aside = run(table_workflow.recuse, seat, topic.id, "车位收费是我们的收入", **told)
    with pytest.raises(Conflict):
        run(table_workflow.recuse, seat, topic.id, "再说一遍", **told)
    assert queries.recused(town.council, topic.id) == {seat.id}
    assert queries.recused(town.council, other.id) == set()
    assert list(queries.stepping_aside(town.council)) == [seat.id]
    run(table_workflow.end_recusal, aside, **told)
    assert queries.recused(town.council, topic.id) == set() and queries.recusals_of(seat) == []


def test_one_person_with_two_posts_has_one_voice_a_seat(town):
    council = make_neighbours(town, seats=1)
    seats, person = list(council.seats)[1:], make_person()
    for seat in seats:
        make_mandate(seat, person)
    council = fresh(council)
    spoken = seats_spoken_for(db.session.get(Person, person.id), council, local_today())
    assert [seat.id for seat in spoken] == [seat.id for seat in seats]
    assert not seats_spoken_for(db.session.get(Person, town.neighbour.id), council, local_today())
    with writing():
        leave(locked(Person, person.id))
    assert not any(m.valid_to is None for s in fresh(council).seats[1:] for m in s.mandates)


def test_house_rules_keep_every_version(town):
    council, by = town.council, town.secretary
    first = run(rules_workflow.adopt_house_rules, council, "先量路。", how="第一次会", by=by, seen=0)
    run(rules_workflow.adopt_house_rules, council, "先量路,再看窗。", how="第二次会", by=by, seen=1)
    assert [v.number for v in rules.versions(council, RulesKind.HOUSE)] == [2, 1]
    assert rules.version_or_404(council.id, first.id).body == "先量路。"
    with pytest.raises(Conflict):  # the same words
        run(rules_workflow.adopt_house_rules, council, "先量路,再看窗。 ", how="又一次", by=by)
    with pytest.raises(Refused, match="刷脸"):  # I18
        run(rules_workflow.adopt_house_rules, council, "西门回来要刷脸。", how="又一次", by=by)
    with_another = "西门回来要刷脸。\n另一种办法:按铃,门岗登记。"
    run(rules_workflow.adopt_house_rules, council, with_another, how="第三次会", by=by, seen=2)
    with pytest.raises(Conflict):  # somebody was quicker
        run(rules_workflow.adopt_house_rules, council, "后算账。", how="又一次", by=by, seen=1)


def test_the_ten_rules_are_adopted_and_changed(town):
    council, by = town.council, town.secretary
    assert rules.rules_for(council, RuleMoment.DISCUSSION) == []
    assert rules.speech_seconds([]) is None and rules.speeches_per_item([]) is None
    lines = rules_workflow.preset_lines()
    run(rules_workflow.adopt_order, council, lines, how="第一次会", by=by)
    speaking = rules.rules_for(council, RuleMoment.DISCUSSION)
    assert len(rules.rules_of(council)) == 10 and len(speaking) == 5
    assert (rules.speech_seconds(speaking), rules.speeches_per_item(speaking)) == (120, 2)
    own = {
        "key": "own",
        "moment": RuleMoment.VOTE,
        "sentence": "小孩先说。",
        "speech_seconds": 60,
        "speeches_per_item": None,
    }
    run(rules_workflow.adopt_order, council, [lines[0], own], how="第二次会", by=by)
    assert [rule.text for rule in rules.rules_for(council, RuleMoment.VOTE)] == ["小孩先说。"]
    assert len(rules.versions(council, RulesKind.ORDER)) == 2
    for wrong in ([], [own | {"sentence": ""}]):
        with pytest.raises(Refused):
            run(rules_workflow.adopt_order, council, wrong, how="又一次", by=by)


def test_promises_are_counted_seat_by_seat(town):
    today, seats = local_today(), town.seats
    told = {"by": town.secretary, "community_id": town.community.id}

    def promised(seat, due, on=-9):
        return run(
            pledge_workflow.promise,
            seat,
            "补灯",
            "天黑就亮",
            today + timedelta(due),
            on=today + timedelta(on),
            **told,
        )

    def settled(pledge, state, on=0, why="看得见"):
        return run(pledge_workflow.settle, pledge, state, on=today + timedelta(on), why=why, **told)

    settled(promised(seats[2], due=-3), PledgeState.KEPT, on=-3)
    settled(promised(seats[2], due=-3), PledgeState.KEPT, on=-2)
    missed = promised(seats[2], due=-3)
    settled(missed, PledgeState.NOT_KEPT)
    promised(seats[2], due=-1)
    promised(seats[2], due=0)
    settled(promised(seats[3], due=5), PledgeState.LET_GO)
    record = pledge_queries.contributions(town.council.id, today)
    one = record[seats[2].id]
    assert (one.promised, one.kept, one.late, one.not_kept, one.let_go, one.open, one.overdue) == (
        5,
        1,
        1,
        1,
        0,
        2,
        1,
    )
    assert record[seats[3].id].let_go == 1 and set(record) == {seats[2].id, seats[3].id}
    settled(missed, PledgeState.KEPT, why="")
    assert db.session.get(Pledge, missed.id).was_late
    early, waiting = promised(seats[3], due=5), promised(seats[3], due=5)
    with pytest.raises(Refused):  # its day has not come
        settled(early, PledgeState.NOT_KEPT)
    with pytest.raises(Refused):  # without a reason
        settled(waiting, PledgeState.LET_GO, why=" ")
    with pytest.raises(Conflict):
        settled(missed, PledgeState.LET_GO)
    with pytest.raises(Refused):
        promised(seats[3], due=-10)


def test_whoever_promised_does_not_settle_it(page, town):
    told = {"by": town.secretary, "community_id": town.community.id}
    due = local_today() + timedelta(days=3)
    own, other = (run(pledge_workflow.promise, town.seats[n], "补灯", "亮", due, **told) for n in (0, 2))
    secretary = page.as_(town.secretary)  # speaks for the first seat
    secretary.get("councils.pledge", council_id=town.council.id, pledge_id=own.id, status=403)
    secretary.get("councils.pledge", council_id=town.council.id, pledge_id=other.id)
    secretary.submit("记下", state="kept", why="灯亮了")
    assert db.session.scalar(select(Pledge.state).where(Pledge.id == other.id)) == PledgeState.KEPT
    page.as_(town.neighbour).get(
        "councils.pledge", council_id=town.council.id, pledge_id=other.id, status=403
    )


def test_seats_without_a_body_are_not_a_body_twice(town):
    council = make_neighbours(town, seats=2)
    assert [seat.is_residents for seat in council.seats] == [False, False, True, True]
    assert db.session.scalar(select(Seat.body_id).where(Seat.id == council.seats[3].id)) is None
