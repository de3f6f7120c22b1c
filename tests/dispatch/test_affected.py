"""向前一步: told before something goes, heard in private, visited afterwards; private words stay so."""

from datetime import timedelta

import pytest

from civic.accounts.exports import about
from civic.database import local_today, locked, writing
from civic.dispatch import affected_workflow
from civic.dispatch.affected_models import AffectedNotice, AffectedReply
from civic.dispatch.affected_queries import visits_owed
from civic.dispatch.models import DispatchLeg
from civic.errors import Refused, TooMany
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories.dispatch import legs_of, make_order, make_reply
from tests.factories.exceptions import make_accepted_leg, make_notice, on_row

SECRET = "这把锁是我父亲装的,他走不动路。"


@pytest.fixture
def leg(town):
    return make_accepted_leg(town)


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def test_nothing_goes_before_whoever_it_concerns_was_told(leg, town, clock):
    with pytest.raises(Refused):
        make_reply(leg, town.officer, removes=True)
    make_notice(leg, town.officer, not_before=local_today() + timedelta(days=3))
    with pytest.raises(Refused):
        make_reply(leg, town.officer, removes=True)
    clock.forward(days=3)
    make_reply(leg, town.officer, removes=True)
    assert now(leg).removes


def test_a_reply_that_removes_nothing_needs_no_notice(leg, town):
    make_reply(leg, town.officer)
    assert not now(leg).removes


def test_the_notice_of_another_order_does_not_count(leg, town):
    make_notice(make_accepted_leg(town), town.officer)
    with pytest.raises(Refused):
        make_reply(leg, town.officer, removes=True)


@pytest.mark.parametrize("missing", ["whom", "what", "why", "offer"])
def test_a_notice_lacks_nothing(leg, town, missing):
    with pytest.raises(Refused):
        make_notice(leg, town.officer, **{missing: " "})


def test_its_days_are_in_order(leg, town):
    tomorrow = local_today() + timedelta(days=1)
    with pytest.raises(Refused):
        make_notice(leg, town.officer, given_on=tomorrow, not_before=tomorrow)
    with pytest.raises(Refused):
        make_notice(leg, town.officer, not_before=local_today() - timedelta(days=1))


def test_somebody_visits_afterwards(leg, town, clock):
    notice = make_notice(leg, town.officer)
    seen = {"by": town.officer, "visited_on": local_today(), "finding": "已登记月租车位。"}
    with pytest.raises(Refused):
        on_row(affected_workflow.note_visit, notice, **seen)
    make_reply(leg, town.officer, removes=True)
    assert [row.id for row in visits_owed(leg.street_id)] == [leg.id]
    for wrong in ({"visited_on": local_today() + timedelta(days=1)}, {"finding": " "}):
        with pytest.raises(Refused):
            on_row(affected_workflow.note_visit, notice, **(seen | wrong))
    on_row(affected_workflow.note_visit, notice, **seen)
    assert visits_owed(leg.street_id) == []
    verbs = db.select(LedgerEntry.verb).where(LedgerEntry.subject == f"affected_notice:{notice.id}")
    assert list(db.session.scalars(verbs)) == ["affected_notice.given", "affected_notice.visited"]


def answer(notice, words=SECRET):
    with writing():
        affected_workflow.hear(locked(AffectedNotice, notice.id), words=words)


def test_ten_answers_and_no_more(leg, town):
    notice = make_notice(leg, town.officer)
    with pytest.raises(Refused):
        answer(notice, " ")
    for _ in range(10):
        answer(notice)
    with pytest.raises(TooMany):
        answer(notice)


def test_the_private_answer_is_nowhere_else(leg, town, page, client):
    notice = make_notice(leg, town.officer)
    answer(notice)
    order, issue_no = notice.order_id, db.session.get(DispatchLeg, leg.id) and leg.order_id
    assert issue_no == order
    entry = db.session.scalar(db.select(LedgerEntry).where(LedgerEntry.verb == "affected_notice.answered"))
    payload = db.session.get(LedgerPayload, entry.id)
    assert (entry.thread_id, payload.actor_id, payload.public_json) == (None, None, {})
    for person in (town.officer, town.resident, town.secretary):
        assert SECRET not in str(about(person.id)) and notice.token not in str(about(person.id))
    for reader, sees in (
        (town.officer, True), (town.street, True), (town.secretary, False), (town.delegate, False),
        (town.district, False),
    ):  # fmt: skip
        shown = page.as_(reader).get("work_orders.exceptions", no=order).source
        assert (SECRET in shown, notice.token in shown) == (sees, sees), reader.nickname
    found = client.get(f"/issues?q={SECRET[:6]}").get_data(as_text=True)
    assert SECRET not in found
    assert db.session.scalar(db.select(db.func.count(AffectedReply.id))) == 1


def test_the_holder_of_the_notice_answers_without_an_account(leg, town, page, client):
    notice = make_notice(leg, town.officer)
    shown = page.get("work_orders.notice", token=notice.token)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["X-Robots-Tag"] == "noindex"
    page.submit("私下发给他们", words=SECRET)
    assert SECRET in page.last.source
    assert page.fetch("work_orders.notice", token="x" * 22).status_code == 404
    assert SECRET not in page.get("transparency.thread", no=legs_of(notice_order(notice))[0].order_id).source


def notice_order(notice):
    row = db.session.get(AffectedNotice, notice.id, populate_existing=True)
    return type("Order", (), {"id": row.order_id})


def test_a_part_that_has_ended_tells_nobody(town):
    leg = legs_of(make_order(town))[1]
    make_reply(leg, town.delegate)
    with pytest.raises(Exception, match="."):
        make_notice(leg, town.delegate)
