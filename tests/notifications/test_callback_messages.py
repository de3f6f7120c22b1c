"""Callbacks by text message: the link made as it is sent, answers read back, a new start told once."""

import re

import pytest

from civic.database import local_today, locked, utcnow, writing
from civic.dispatch import complainants
from civic.dispatch.hotline_models import Complainant
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.issues.models import Issue
from civic.notifications.models import Message
from civic.places.models import Place
from civic.reviews import queries, tokens, workflow
from civic.reviews.models import Callback
from civic.reviews.states import AnswerChannel
from tests.factories.dispatch import legs_of, make_order, make_reply
from tests.factories.reviews import NOT_YET, callback_of, make_answer, make_asked, make_offered

SEND, HOME, CALLER = "notifications.send", "https://yishi.example.cn", "13700000123"


@pytest.fixture
def at_home(by_day, app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", HOME)
    monkeypatch.setitem(app.config, "QUIET_HOURS", "")
    return by_day


def texts(gateway):
    return [one["text"] for one in gateway.delivered]


def told(person, verb):
    mine = db.select(Message.id).where(Message.person_id == person.id, Message.verb == verb)
    return len(db.session.scalars(mine).all())


def whole_database():
    """Every value of every row, as text."""
    found = []
    for table in db.metadata.sorted_tables:
        found += [str(value) for row in db.session.execute(db.select(table)) for value in row]
    return "\n".join(found)


def test_the_question_comes_with_a_link_that_stands_nowhere(town, at_home, tick, rows, gateway, client):
    callback = make_asked(town, at_home)
    (row,) = rows(verb="callback.asked")
    assert row.person_id == town.resident.id and row.subject == f"callback:{callback.id}"
    assert told(town.resident, "callback.asked") == 1
    token = tokens.token_of(callback)
    tick(SEND)
    tick(SEND)
    (asked,) = [each for each in texts(gateway) if token in each]
    issue = queries.issue_of(callback).id
    assert f"({issue}号)" in asked and asked.endswith(f"{HOME}/reviews/answers/{token}")
    db.session.rollback()
    assert token not in whole_database()
    assert client.get(f"/reviews/answers/{token}").status_code == 200


def test_what_was_said_by_telephone_is_read_back_once(town, at_home, tick, rows, gateway):
    callback = make_asked(town, at_home)
    make_answer(callback, NOT_YET, AnswerChannel.PHONE, by=town.street_colleague)
    for _ in range(2):
        with writing():
            workflow.read_back(locked(Callback, callback.id))
    assert len(rows(verb="callback.read_back")) == 1
    tick(SEND)
    (back,) = [each for each in texts(gateway) if "电话回访" in each]
    assert "联系过、没有解决、不满意" in back and back.endswith(tokens.token_of(callback))
    assert len(back.partition("http")[0]) <= 70


def test_a_new_start_is_told_once_and_with_its_date(town, at_home, tick, rows, gateway):
    callback = make_asked(town, at_home)
    make_answer(callback, NOT_YET)
    with writing():
        locked(Issue, queries.issue_of(callback).id)
        locked(WorkOrder, callback.order_id)
        workflow.reopen(queries.with_handlers(locked(Callback, callback.id)), channel=AnswerChannel.LINK)
    assert rows(verb="issue.reopened") == []
    (row,) = rows(verb="work_order.reopened")
    assert told(town.resident, "work_order.reopened") == 1
    tick(SEND)
    (anew,) = [each for each in texts(gateway) if "重新办了" in each]
    assert row.subject.startswith("issue:") and re.search(r"\d+月\d+日.*前给您答复", anew)


def test_one_of_two_replies_is_told_and_the_last_is_the_answer(town, at_home, rows):
    order = make_order(town)
    first, second = legs_of(order)
    make_reply(first, town.officer)
    assert len(rows(verb="leg.replied")) == 1 and rows(verb="issue.answered") == []
    make_reply(second, town.delegate)
    assert len(rows(verb="leg.replied")) == 1 and len(rows(verb="issue.answered")) == 1
    assert told(town.resident, "leg.replied") == 1


@pytest.fixture
def called(town, at_home):
    """Makes the reporter of an order somebody who called the hotline and has no account."""

    def make(order, phone=CALLER):
        with writing() as session:
            allowed = complainants.authorise(
                source="12345", allowed_by="街道办", reference="3号", by=town.street,
                retain_until=local_today().replace(year=2028), community=locked(Place, town.community.id),
            )  # fmt: skip
            issue = locked(Issue, order.issue_id)
            issue.reporter_id, issue.contributed_by = None, town.street.id
            session.add(
                Complainant(
                    order_id=order.id,
                    phone_sealed=complainants.seal(complainants.PHONE, phone),
                    confidential=True,
                    authorisation_id=allowed.id,
                    retain_until=allowed.retain_until,
                )  # fmt: skip
            )
        return order

    return make


def test_a_caller_without_an_account_is_reached_and_their_number_erased(
    town, at_home, tick, rows, gateway, called
):
    order = called(make_order(town))
    for leg, by in zip(legs_of(order), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
    callback = callback_of(order)
    (row,) = rows(verb="issue.answered")
    assert row.person_id is None and CALLER.encode() not in row.destination_sealed
    assert row.subject == f"callback:{callback.id}"
    tick(SEND)
    answered = [one for one in gateway.delivered if "有答复了" in one["text"]]
    assert [one["to"] for one in answered] == [f"+86{CALLER}"]
    assert answered[0]["text"].endswith(tokens.token_of(callback))  # no page to sign in at
    at_home.forward(days=8)
    tick("reviews.callbacks")
    tick(SEND)
    assert any(one["to"] == f"+86{CALLER}" and "满意吗" in one["text"] for one in gateway.delivered)
    assert {each.destination_sealed for each in rows() if each.sent_at} == {None}
    db.session.rollback()
    assert CALLER not in whole_database()
    assert told(town.street, "callback.asked") == 0  # who wrote it down answers for nobody


@pytest.mark.parametrize("phone", ["01012345678", "12345"])
def test_a_number_no_text_message_reaches_gets_none(town, at_home, rows, called, phone):
    order = called(make_order(town), phone)
    make_reply(legs_of(order)[0], town.officer)
    assert [row for row in rows() if row.channel.value == "sms" and row.verb.startswith("leg.")] == []


def test_after_the_day_of_the_authorisation_nobody_is_reached(town, at_home, rows, called):
    order = called(make_order(town))
    at_home.to("2029-01-02 10:00")
    assert complainants.number_to_text(order.id) is None
    assert utcnow().year == 2029
    make_reply(legs_of(order)[0], town.officer)
    assert rows(verb="leg.replied") == rows(verb="leg.contacted") == []


def test_two_sweeps_send_one_question(town, at_home, tick, rows, gateway):
    callback = make_offered(town)
    at_home.to(queries.order_of(callback).due_at)
    for _ in range(3):
        tick("reviews.callbacks")
        tick(SEND)
    assert len([each for each in texts(gateway) if "/reviews/answers/" in each]) == 1
