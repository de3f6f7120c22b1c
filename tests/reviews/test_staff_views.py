"""Telephoning and reports of pressure: who sees what, and what stays unknown."""

import re

import pytest

from civic.accounts.models import ContactView
from civic.database import writing
from civic.errors import NotAllowed
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.reviews import pressure, pressure_queries, queries, tokens
from civic.reviews.models import Callback
from civic.reviews.pressure_models import AskedFor, PressureReport
from civic.reviews.states import AnswerChannel
from tests.factories.reviews import make_answer, make_asked, make_offered

TOLD = {"contacted": "yes", "solved": "partly", "satisfied": "basically"}
PRESSED = {"asked_for": "rating", "words": "物业经理打电话让我改成满意"}


@pytest.fixture
def asked(town, clock):
    return make_asked(town, clock)


def test_a_caller_reads_the_script_and_writes_down_what_was_said(page, asked, town):
    staff = page.as_(town.street_colleague)
    assert "不许要求居民撤掉反映或改评价" in staff.get("reviews.callbacks").text
    shown = staff.get("reviews.script", no=asked.id)
    assert "打几分都不影响您以后反映问题" in shown.text
    assert tokens.token_of(asked) not in shown.source  # staff could answer in the resident's place
    staff.submit("记下并发短信核对", TOLD)
    (given,) = queries.answers_of(asked)
    assert (given.channel, given.entered_by) == (AnswerChannel.PHONE, town.street_colleague.id)
    assert db.session.get(Callback, asked.id).read_back_at is not None
    assert f"/reviews/callbacks/{asked.id}" not in staff.get("reviews.callbacks").source


def test_who_handled_it_gets_no_form_and_no_say(page, asked, town):
    shown = page.as_(town.street).get("reviews.script", no=asked.id)
    assert "请别的人来代记" in shown.text
    page.as_(town.street).post("reviews.create_told_answer", TOLD, no=asked.id, status=403)
    for person in (town.officer, town.delegate, town.secretary, town.resident):
        page.as_(person).get("reviews.script", no=asked.id, status=403)
        page.as_(person).post("reviews.create_told_answer", TOLD, no=asked.id, status=403)
    assert queries.answers_of(asked) == []


def test_only_those_who_were_asked_are_called(page, town, clock):
    make_offered(town)
    assert "现在没有要打的电话" in page.as_(town.street_colleague).get("reviews.callbacks").text


def test_a_list_costs_the_same_whatever_its_length(page, town, clock, at_most):
    for more in (0, 4):
        for _more in range(more):
            make_offered(town)
        make_asked(town, clock)
        staff = page.as_(town.street_colleague)  # eight days on, they have signed in anew
        staff.get("reviews.callbacks")
        with at_most(6):
            staff.get("reviews.callbacks")
    assert len(staff.last.all("li.row")) == 5  # the first is "unconfirmed" by now


def receipt_on(document):
    return re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", document.text).group()


def test_pressure_is_reported_with_a_receipt_and_without_a_name(page, asked, town):
    resident = page.as_(town.resident)
    resident.get("reviews.new_pressure_report")
    receipt = receipt_on(resident.submit("举报", PRESSED))
    row = db.session.scalar(db.select(PressureReport))
    kept = {column.name: getattr(row, column.name) for column in PressureReport.__table__.columns}
    assert town.resident.id not in [v for k, v in kept.items() if k in ("ruled_by",)]
    assert receipt not in str(kept)
    entry = db.session.scalar(db.select(LedgerEntry).where(LedgerEntry.verb == "pressure.reported"))
    payload = db.session.get(LedgerPayload, entry.id)
    assert (payload.actor_id, payload.public_json) == (
        None, {"asked_for": "rating", "street": town.community.parent_id},
    )  # fmt: skip
    assert "现在" not in page.get("reviews.pressure_receipt", receipt=receipt.lower()).title
    assert pressure_queries.counted() == (1, 0)
    assert "1次报告" in page.get("reviews.index").text


def test_the_street_reads_it_and_the_district_answers(page, asked, town):
    guest = page.as_()
    guest.get("reviews.linked_pressure_report", token=tokens.token_of(asked))
    receipt = receipt_on(guest.submit("举报", PRESSED))
    row = db.session.scalar(db.select(PressureReport))
    assert (row.callback_id, row.thread_id) == (asked.id, asked.thread_id)
    assert PRESSED["words"] in page.as_(town.street).get("reviews.pressure_reports").text
    ruling = {"was_so": "yes", "words": "已责令道歉,不得再打电话。"}
    page.as_(town.street).post("reviews.create_pressure_ruling", ruling, no=row.id, status=403)
    for person in (town.officer, town.secretary, town.resident):
        page.as_(person).get("reviews.pressure_reports", status=403)
        page.as_(person).post("reviews.create_pressure_ruling", ruling, no=row.id, status=404)
    district = page.as_(town.district)
    district.get("reviews.pressure_reports")
    district.follow("答复")
    district.submit("发出答复", ruling)
    assert "已责令道歉" in page.get("reviews.pressure_receipt", receipt=receipt).text
    page.as_(town.auditor).post("reviews.create_pressure_ruling", ruling, no=row.id, status=409)
    assert pressure_queries.counted() == (1, 1)


def test_a_street_never_rules_on_what_is_said_of_it(town):
    with writing():
        row = pressure.report(
            community_id=town.community.id,
            asked_for=AskedFor.SILENCE,
            words="",
            receipt=pressure.new_receipt(),
        )
    with pytest.raises(NotAllowed), writing():
        pressure.rule(row, by=town.street, was_so=False, words="查无此事。")


def test_five_reports_a_day_from_one_link(page, asked):
    for _report in range(5):
        page.get("reviews.linked_pressure_report", token=tokens.token_of(asked))
        page.submit("举报", PRESSED)
    page.get("reviews.linked_pressure_report", token=tokens.token_of(asked))
    page.submit("举报", PRESSED, status=429)


def test_a_desk_says_plainly_what_nobody_may_ask(page, town):
    assert "不许要求居民撤掉反映或改评价" in page.as_(town.secretary).get("desk.index").text


def test_the_number_of_a_resident_is_seen_with_a_reason_by_who_had_no_part(page, asked, town):
    reason, number = "回访是否解决", "13900000001"
    caller = page.as_(town.street_colleague)
    caller.get("reviews.script", no=asked.id)
    assert number not in caller.follow("反映人的电话:先说明用途,再查看").text
    caller.submit("form[action$='/resident']", reason="", status=422)
    assert db.session.scalars(db.select(ContactView)).all() == []
    assert number in caller.submit("form[action$='/resident']", reason=reason).text
    view = db.session.scalars(db.select(ContactView)).one()
    assert (view.viewer_id, view.person_id) == (town.street_colleague.id, town.resident.id)
    assert reason in page.as_(town.resident).get("/me").text
    assert "先说明用途" not in page.as_(town.street).get("reviews.script", no=asked.id).text
    for person in (town.street, town.officer, town.secretary, town.resident):
        page.as_(person).post("reviews.view_resident", {"reason": reason}, no=asked.id, status=403)
    make_answer(asked)
    caller.get("reviews.resident", no=asked.id, status=403)  # nothing is left to ask
