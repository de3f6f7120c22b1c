"""Carriers that are away, refuse, or lose their answer: nothing lost, nothing twice, others not held up."""

import json
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import select

from civic import ticking
from civic.database import dated, locked, utcnow, writing
from civic.extensions import db
from civic.notifications import choices, outbox, tasks
from civic.notifications.outbox_models import Channel, GivenUp, OutboxMessage, SenderOutage
from civic.notifications.sending import check
from tests.factories.action_items import make_item
from tests.factories.issues import make_issue, make_told
from tests.notifications.carriers import MailHost

SEND = "notifications.send"


def raise_three(town):
    return [make_issue(town.community, town.resident).id for _ in range(3)]


def outage():
    db.session.rollback()
    return db.session.scalar(select(SenderOutage))


def test_a_day_without_gateway_loses_nothing(town, by_day, tick, rows, carrier, app, monkeypatch):
    """F14: down for a day, then back: all of it, once each, oldest first."""
    gateway = carrier()
    monkeypatch.setitem(app.config, "SMS", gateway.url)
    numbers = raise_three(town)
    for hour in range(20):
        assert tick(SEND) == {SEND: 0}
        by_day.to(f"2026-03-{16 + (11 + hour) // 24} {(11 + hour) % 24:02}:00")
    assert outage().fault == "ConnectionRefusedError" and outage().failures > 3
    gateway.open()
    by_day.to("2026-03-17 10:00")
    while any(row.next_try_at for row in rows()):
        by_day.forward(minutes=6)
        tick(SEND)
    told = [one["text"] for one in gateway.delivered]
    assert len(told) == 3 and all(any(f"编号{no}。" in text for text in told) for no in numbers)
    waited = [no for text in told[1:] for no in numbers if f"编号{no}。" in text]  # the first was the probe
    assert waited == sorted(waited) and outage() is None


def test_while_it_is_down_one_message_is_tried_and_the_others_wait(town, by_day, tick, rows, gateway):
    gateway.status = 503
    raise_three(town)
    tick(SEND)
    assert len(gateway.handed) == 1
    tick(SEND)
    assert len(gateway.handed) == 1 and sorted(row.tries for row in rows()) == [0, 0, 1]
    gateway.status = 200
    by_day.forward(minutes=6)
    assert tick(SEND) == {SEND: 3}


def test_back_again_nobody_waits_out_an_old_penalty(town, by_day, tick, rows, gateway):
    raise_three(town)
    with writing():
        for row in rows()[:2]:
            row = locked(OutboxMessage, row.id)
            row.tries, row.next_try_at = 9, utcnow() + timedelta(minutes=50)
        outbox.note_outage(Channel.SMS, "http 503")
    by_day.forward(seconds=10)
    assert tick(SEND) == {SEND: 3}


def test_a_dead_gateway_does_not_hold_up_mail(town, by_day, tick, carrier, mail_host, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMS", carrier().url)
    with writing():
        choices.keep_mailbox(town.property.id, "wuye@example.cn")
    make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.property)
    assert tick(SEND) == {SEND: 1}
    (mail,) = mail_host.mails
    assert mail["To"] == "wuye@example.cn" and "贵单位有一件事要办" in mail["Subject"]
    assert mail["Message-ID"].endswith("@example.cn>") and mail["Auto-Submitted"] == "auto-generated"


def test_after_days_it_is_given_up_for_all_to_see(town, by_day, tick, rows, carrier, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMS", carrier().url)
    make_issue(town.community, town.resident)
    tick(SEND)
    by_day.forward(days=3, hours=1)
    tick(SEND)
    assert rows()[0].given_up_for is GivenUp.TOO_OLD and rows()[0].next_try_at is None


def test_a_refused_number_holds_up_nobody(town, by_day, tick, rows, gateway):
    def refuse_the_first(message):
        gateway.status = 422 if not gateway.handed else 200

    gateway.before = refuse_the_first
    raise_three(town)
    assert tick(SEND) == {SEND: 2}
    assert [row.given_up_for for row in rows()] == [GivenUp.REFUSED, None, None]


@pytest.mark.parametrize("remembers", [False, True])
def test_an_answer_that_got_lost(town, by_day, tick, rows, carrier, app, monkeypatch, remembers):
    """Taken, then the line breaks: once on the telephone either way."""

    def break_the_line(message):
        if len(gateway.handed) == 1:
            raise ConnectionAbortedError

    gateway = carrier(remembers=remembers, after=break_the_line).open()
    gateway.server.handle_error = lambda *args: None
    monkeypatch.setitem(app.config, "SMS", gateway.url)
    monkeypatch.setitem(app.config, "SMS_REMEMBERS", remembers)
    make_issue(town.community, town.resident)
    tick(SEND)
    by_day.forward(minutes=6)
    tick(SEND)
    assert len(gateway.delivered) == 1 and len(gateway.handed) == (2 if remembers else 1)
    assert rows()[0].given_up_for is (None if remembers else GivenUp.UNCLEAR)
    assert bool(rows()[0].sent_at) is remembers


def test_the_token_and_the_number_stay_out_of_logs(town, by_day, tick, gateway, app, monkeypatch):
    sink = structlog.testing.CapturingLogger()
    for module in (tasks, ticking):
        monkeypatch.setattr(module, "log", sink)
    monkeypatch.setitem(app.config, "SMS_TOKEN", "geheim-token")
    gateway.status = 401
    make_issue(town.community, town.resident)
    tick()
    written = str(sink.calls)
    assert "http 401" in written
    assert "geheim" not in written and "13900000001" not in written and "编号" not in written
    assert gateway.headers[0]["Authorization"] == "Bearer geheim-token"
    assert gateway.headers[0]["Idempotency-Key"] == gateway.handed[0]["id"]


@pytest.mark.parametrize(("code", "reason"), [(550, GivenUp.REFUSED), (450, None)])
def test_mail_refused_for_good_and_for_now(town, by_day, tick, rows, carrier, app, monkeypatch, code, reason):
    host = carrier(MailHost, refuses=code).open()
    monkeypatch.setitem(app.config, "MAIL", host.url)
    monkeypatch.setitem(app.config, "MAIL_FROM", "site@example.cn")
    with writing():
        choices.keep_mailbox(town.property.id, "wuye@example.cn")
    make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.property)
    tick(SEND)
    (row,) = rows(channel=Channel.MAIL)
    assert row.given_up_for is reason and bool(row.next_try_at) is (reason is None)
    host.refuses = None
    by_day.forward(minutes=1)
    assert tick(SEND) == {SEND: 0 if reason else 1}


def test_a_mail_is_the_same_mail_the_second_time(town, by_day, tick, rows, mail_host):
    with writing():
        choices.keep_mailbox(town.property.id, "wuye@example.cn")
    make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.property)
    tick(SEND)
    with writing():  # as if the worker had died before noting it
        row = locked(OutboxMessage, rows(channel=Channel.MAIL)[0].id)
        row.sent_at, row.next_try_at = None, row.due_at
    tick(SEND)
    first, second = mail_host.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_files_appear_whole_and_once(town, by_day, tick, rows, app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "SMS", f"file:{tmp_path}/out")
    make_issue(town.community, town.resident)
    tick(SEND)
    with writing():
        row = locked(OutboxMessage, rows()[0].id)
        row.sent_at, row.next_try_at = None, row.due_at
    tick(SEND)
    (file,) = (tmp_path / "out").iterdir()
    assert json.loads(file.read_text("utf-8"))["to"] == "+8613900000001"
    assert file.stat().st_mode & 0o077 == 0


def test_a_sender_that_breaks_its_contract_blocks_nobody(town, by_day, tick, rows, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMS", f"{__name__}:Broken")
    make_issue(town.community, town.resident)
    assert tick(SEND) == {SEND: 0}
    assert outage().fault == "ZeroDivisionError" and rows()[0].claimed_until is None


class Broken:
    """A sender of somebody's own, with a mistake in it."""

    remembers = True

    def __init__(self, setting, config):
        pass

    def send(self, outgoing):
        return 1 / 0


def test_waiting_grows_but_not_beyond_an_hour():
    now = utcnow()
    row, waits = OutboxMessage(channel=Channel.SMS, due_at=now), []
    with dated(now):
        for row.tries in range(1, 15):
            outbox.try_later(row)
            waits.append(row.next_try_at - now)
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits) and waits[-1] == timedelta(hours=1)


@pytest.mark.parametrize(
    "setting", ["no.such:Sender", "file:relative", "smtp://", "http:", "civic.config:Sender", "nonsense"]
)
def test_a_setting_that_means_nothing_stops_the_boot(app, setting):
    with pytest.raises(RuntimeError, match="CIVIC_SMS"):
        check(app.config | {"SMS": setting}, [Channel.SMS])
