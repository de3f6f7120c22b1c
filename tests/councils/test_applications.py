"""A resident asks for a seat or is named for one: the answer, its reason, and what nobody may do."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.accounts.workflow import leave
from civic.councils import application_queries, application_workflow, queries
from civic.councils.application_models import ApplicationState, SeatApplication
from civic.councils.models import Council, Mandate, MandateRole
from civic.database import local_today, locked, writing
from civic.desk.waiting import waiting_for
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerPayload
from civic.notifications.models import Message
from tests.factories.accounts import Person, make_person, make_resident
from tests.factories.councils import make_mandate
from tests.factories.tables import make_neighbours

WORDS = "楼里的事我天天看得见。"


@pytest.fixture
def council(town):
    return make_neighbours(town)


def ask(council, person, **more):
    with writing():
        me = locked(Person, person.id)
        return application_workflow.apply(
            locked(Council, council.id), me, WORDS, by=more.get("nominated_by", me), **more
        )


def run(verb, application, *rest, **more):
    with writing():
        return verb(locked(SeatApplication, application.id), *rest, **more)


def told(verb):
    return db.session.scalars(select(Message.person_id).where(Message.verb == verb)).all()


def desk_of(person):
    db.session.rollback()
    return [row.id for row in waiting_for(person) if row.kind == "application.answer"]


def state_of(application):
    return db.session.scalar(select(SeatApplication.state).where(SeatApplication.id == application.id))


def test_accepted_they_hold_a_seat_of_their_own(council, town):
    application = ask(council, town.resident)
    assert application.answer_due == local_today() + timedelta(days=15)
    assert told("seat_application.made") == []  # who asks knows it
    assert desk_of(town.secretary) == [application.id] and desk_of(town.delegate) == []
    with writing():
        person = locked(Person, town.resident.id)
        row = locked(SeatApplication, application.id)
        application_workflow.accept(row, "欢迎。", person=person, by=town.secretary)
    assert told("seat_application.answered") == [town.resident.id] and desk_of(town.secretary) == []
    seat = queries.council_or_404(council.id).seats[-1]
    held = seat.mandate_of(MandateRole.DELEGATE, local_today())
    assert seat.is_residents and held.person_id == town.resident.id
    with pytest.raises(Conflict):  # sits there
        ask(council, town.resident)
    with pytest.raises(Conflict):  # answered
        run(application_workflow.decline, application, "不行。", by=town.secretary)
    public = str(db.session.scalars(select(LedgerPayload.public_json)).all())
    assert WORDS not in public and "欢迎" not in public


def test_declined_with_a_reason_that_only_they_read(council, town, page):
    application = ask(council, town.resident)
    with pytest.raises(Refused):
        run(application_workflow.decline, application, "  ", by=town.secretary)
    with pytest.raises(NotAllowed):
        run(application_workflow.decline, application, "不行。", by=db.session.get(Person, town.resident.id))
    run(application_workflow.decline, application, "席位满了,下半年再来。", by=town.secretary)
    assert "席位满了" in page.as_(town.resident).get("councils.my_applications")
    assert "席位满了" not in page.as_(town.neighbour).get("councils.my_applications")
    assert state_of(ask(council, town.resident)) == ApplicationState.WAITING  # may ask again


def test_named_by_a_neighbour_nothing_happens_without_their_yes(council, town):
    named = ask(council, town.second_adult, nominated_by=town.resident)
    assert application_queries.page_of_waiting(council.id).items == []
    assert told("seat_application.made") == [town.second_adult.id] and desk_of(town.secretary) == []
    with pytest.raises(Conflict):
        run(application_workflow.decline, named, "不行。", by=town.secretary)
    with pytest.raises(NotAllowed):
        run(application_workflow.agree, named, by=town.resident)
    run(application_workflow.agree, named, by=town.second_adult)
    with pytest.raises(NotAllowed):  # whoever named them does not answer
        run(application_workflow.decline, named, "不行。", by=town.resident)
    assert [one.id for one in application_queries.page_of_waiting(council.id)] == [named.id]
    run(application_workflow.withdraw, named, by=town.second_adult)
    assert (state_of(named), db.session.get(SeatApplication, named.id).words) == (
        ApplicationState.WITHDRAWN,
        "",
    )


def test_who_convenes_finds_it_on_their_desk_but_never_their_own(council, town, page):
    chair = make_person()
    make_mandate(queries.council_or_404(council.id).seats[0], chair)
    application = ask(council, town.resident)
    assert desk_of(chair) == [application.id]
    doc = page.as_(chair).get("desk.index")
    assert "有人申请坐上议事桌" in doc and council.name in doc
    with writing():
        row = locked(SeatApplication, application.id)
        row.nominated_by_id = chair.id
    assert desk_of(chair) == []


def test_who_cannot_ask(council, town):
    with pytest.raises(Refused):
        ask(council, make_person(is_adult=False))
    with pytest.raises(Refused):
        ask(council, town.resident, nominated_by=town.resident)
    with pytest.raises(Refused):
        ask(town.council, town.resident)
    ask(council, town.resident)
    with pytest.raises(Conflict):
        ask(council, town.resident)


def test_whoever_leaves_takes_their_words_along(council, town):
    ask(council, town.resident)
    named = ask(council, town.second_adult, nominated_by=town.resident)
    with writing():
        leave(locked(Person, town.resident.id))
    assert db.session.scalars(select(SeatApplication.id)).all() == [named.id]
    assert db.session.get(SeatApplication, named.id).nominated_by_id is None


def test_naming_by_number_tells_nobody_who_is_here(council, town, page):
    make_resident(town.household, nickname="榆钱", phone="+8613900007711")
    me = page.as_(town.resident)
    answers = set()
    for number in ("13900007711", "13900007711", "13911112222", "13900000001"):
        me.get("councils.new_application", council_id=council.id)
        answers.add(me.submit("推荐", phone=number, words="热心").one("#flashes").text())
    assert len(answers) == 1
    assert db.session.scalar(select(func.count(SeatApplication.id))) == 1


def test_the_pages_of_others_are_not_there(council, town, page):
    application = ask(council, town.resident)
    neighbour = page.as_(town.neighbour)  # of another building
    for act in ("withdrawal", "consent"):
        neighbour.post(f"/councils/applications/{application.id}/{act}", status=404)
    neighbour.get("councils.application", application_id=application.id, status=403)
    neighbour.get("councils.applications", council_id=council.id, status=403)
    neighbour.post("councils.apply", {"words": WORDS}, council_id=council.id, status=422)
    assert db.session.scalar(select(func.count(SeatApplication.id))) == 1
    secretary = page.as_(town.secretary)
    secretary.get("councils.applications", council_id=council.id)
    secretary.follow("杜仲")
    secretary.submit("回答", verdict="yes", answer="欢迎。")
    assert db.session.scalar(select(func.count(Mandate.id)).where(Mandate.person_id == town.resident.id)) == 1
