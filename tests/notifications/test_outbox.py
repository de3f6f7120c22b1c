"""Rows of the outbox: who gets one, when it is due, what stands in it, how it is settled."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from civic.accounts.models import Person
from civic.accounts.workflow import leave
from civic.database import SHANGHAI, dated, locked, utcnow, writing
from civic.extensions import db
from civic.issues import questions
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.notifications import choices, outbox
from civic.notifications.addressees import Addressee
from civic.notifications.choice_models import SmsChoice
from civic.notifications.models import Message
from civic.notifications.notices import TEXTS, Notice
from civic.notifications.outbox_models import GivenUp, OutboxMessage, ShownMessage
from tests.factories.accounts import make_person
from tests.factories.issues import make_accepted, make_issue

SEND = "notifications.send"


def asked(town, **more):
    """An issue with a question to its reporter: one message that needs them."""
    issue = make_issue(town.community, town.resident, **more)
    with writing():
        questions.ask_back(locked(Issue, issue.id), by=town.secretary, question="哪一层?")
    return issue


def test_the_receipt_goes_to_whoever_raised_it_and_once(town, by_day, tick, rows, gateway):
    issue = make_issue(town.community, town.resident)
    assert [row.person_id for row in rows()] == [town.resident.id]
    assert tick(SEND) == {SEND: 1} and tick(SEND) == {SEND: 0}
    (sent,) = gateway.delivered
    assert sent["to"] == "+8613900000001" and f"编号{issue.id}" in sent["text"]
    assert rows()[0].sent_at and rows()[0].next_try_at is None


def test_staff_who_wrote_it_down_get_no_text(town, by_day, rows):
    make_issue(town.community, None, contributed_by=town.door_steward)
    assert not rows()


def test_two_names_on_one_telephone_are_told_once(town, by_day, rows, monkeypatch):
    beside = make_person("合欢的孩子", contact_id=town.resident.contact_id)
    both = [Addressee(person_id=beside.id), Addressee(person_id=town.resident.id)]
    monkeypatch.setitem(TEXTS, "issue.submitted", Notice(lambda issue, **rest: both, "x", own=True))
    make_issue(town.community, town.resident)
    assert len(rows()) == 1


def test_the_same_act_cannot_be_written_twice(town, by_day, rows):
    make_issue(town.community, town.resident)
    (row,) = rows()
    with pytest.raises(Exception, match="(?i)unique"), writing() as session:
        session.execute(
            text(
                "INSERT INTO outbox_message (key, channel, verb, subject, params, is_urgent, "
                "created_at, due_at, tries) SELECT key, channel, verb, subject, params, "
                "is_urgent, created_at, due_at, tries FROM outbox_message"
            )
        )


def test_at_night_it_waits_until_eight(town, clock, tick, rows, gateway):
    clock.to("2026-12-31 23:30")
    make_issue(town.community, town.resident)
    assert rows()[0].due_at == datetime(2027, 1, 1, 8, tzinfo=SHANGHAI)
    clock.to("2027-01-01 07:59")
    assert tick(SEND) == {SEND: 0}
    clock.to("2027-01-01 08:00:30")
    assert tick(SEND) == {SEND: 1}


def test_what_is_urgent_rings_at_night(town, clock, tick, rows, gateway):
    clock.to("2026-12-31 22:00")
    make_accepted(make_issue(town.community, town.resident), town.secretary, urgency=Urgency.URGENT)
    assert tick(SEND)[SEND] >= 1
    sent = {row.verb for row in rows() if row.sent_at}
    # When it was received, nobody knew yet that it was urgent.
    assert "issue.summary_shown" in sent and "issue.submitted" not in sent


def test_what_was_late_does_not_ring_at_night_either(town, clock, tick, rows, gateway):
    clock.to("2026-03-16 20:59")
    make_issue(town.community, town.resident)
    clock.to("2026-03-16 21:30")
    assert tick(SEND) == {SEND: 0}
    assert rows()[0].next_try_at == datetime(2026, 3, 17, 8, tzinfo=SHANGHAI) and rows()[0].tries == 0


@pytest.mark.parametrize(
    ("sms", "verbs"),
    [
        (SmsChoice.ALL, ["issue.submitted", "issue.asked_back"]),
        (SmsChoice.NEEDS_ME, ["issue.asked_back"]),
        (SmsChoice.NONE, []),
    ],
)
def test_everybody_chooses_how_much(town, by_day, rows, sms, verbs):
    with writing():
        choices.choose(town.resident.id, sms)
    asked(town)
    assert [row.verb for row in rows()] == verbs


def test_a_muted_matter_is_silent_and_others_are_not(town, by_day, rows):
    issue, other = (make_issue(town.community, town.resident) for _ in range(2))
    with writing():
        choices.mute(town.resident.id, issue.thread_id)
    before = {row.id for row in rows()}
    for each in (issue, other):
        with writing():
            questions.ask_back(locked(Issue, each.id), by=town.secretary, question="哪一层?")
    assert [row.thread_id for row in rows() if row.id not in before] == [other.thread_id]
    told = db.session.scalars(select(Message).where(Message.verb == "issue.asked_back"))
    assert {one.thread_id: one.read_at is not None for one in told} == {
        issue.thread_id: True,
        other.thread_id: False,
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda town, issue: choices.mute(town.resident.id, issue.thread_id),
        lambda town, issue: choices.choose(town.resident.id, SmsChoice.NONE),
        lambda town, issue: leave(locked(Person, town.resident.id)),
    ],
)
def test_a_change_of_mind_counts_for_what_waits(town, by_day, tick, rows, gateway, change):
    issue = make_issue(town.community, town.resident)
    with writing():
        change(town, issue)
    assert tick(SEND) == {SEND: 0} and not gateway.handed
    assert rows()[0].given_up_for is GivenUp.NOT_WANTED


def test_a_caller_without_account_is_reached_and_the_number_erased(
    town, by_day, tick, rows, gateway, monkeypatch
):
    caller = [Addressee(number="+8613712345678")]
    notice = replace(TEXTS["issue.submitted"], to=lambda issue, **rest: caller)
    monkeypatch.setitem(TEXTS, "issue.submitted", notice)
    make_issue(town.community, None, contributed_by=town.door_steward)
    (row,) = rows()
    assert row.person_id is None and b"13712345678" not in row.destination_sealed
    tick(SEND)
    assert gateway.delivered[0]["to"] == "+8613712345678"
    assert rows()[0].destination_sealed is None and rows()[0].sent_at


def test_nothing_personal_stands_in_a_row_or_in_the_ledger(town, by_day):
    asked(town, words="三层的王奶奶摔了,电话13612345678")
    kept = []
    for table in ("outbox_message", "ledger_entry", "ledger_payload"):
        kept += [str(tuple(row)) for row in db.session.execute(text(f"SELECT * FROM {table}"))]
    for word in ("王奶奶", "13612345678", "13900000001", "杜仲", "哪一层"):
        assert not [row for row in kept if word in row], word


def test_the_demo_towns_past_rings_no_telephone(town, rows):
    with dated(utcnow()):
        make_issue(town.community, town.resident)
    assert not rows()


def test_switched_off_for_the_site_nothing_is_written(town, by_day, rows, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMS", "none")
    make_issue(town.community, town.resident)
    assert not rows()


def test_nothing_due_is_one_statement(town, by_day, at_most, tick, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL", "file:/nowhere")
    make_issue(town.community, town.resident)
    tick(SEND)
    with at_most(1):
        assert tick(SEND) == {SEND: 0}


def test_the_screen_shows_a_message_once(town, by_day, tick, rows):
    make_issue(town.community, town.resident)
    tick(SEND)
    with writing():
        row = locked(OutboxMessage, rows()[0].id)
        row.sent_at, row.next_try_at = None, utcnow()  # as if the worker had died before noting it
    assert tick(SEND) == {SEND: 1}
    assert db.session.query(ShownMessage).count() == 1


def test_after_a_restore_nothing_is_sent_that_may_have_been(town, by_day, tick, rows, gateway):
    make_issue(town.community, town.resident)
    with writing():
        assert outbox.give_up_waiting() == 1
    tick(SEND)
    assert not gateway.handed and rows()[0].given_up_for is GivenUp.RESTORED
