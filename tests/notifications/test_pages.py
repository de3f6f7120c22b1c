"""Choosing, muting, what could not be sent, and mailboxes, as people meet them."""

import pytest

from civic.database import locked, writing
from civic.extensions import db
from civic.notifications import outbox
from civic.notifications.choice_models import BodyMailbox
from civic.notifications.outbox_models import Channel, GivenUp, OutboxMessage
from civic.notifications.queries import sms_choice
from tests.factories.accounts import make_person
from tests.factories.issues import make_issue, make_support, make_told

SEND = "notifications.send"


def test_how_much_by_text_message(page, sign_in, town):
    sign_in(town.resident)
    page.get("desk.mine")
    page.follow("短信通知")
    assert page.last.one("input[name=sms][checked]").attributes["value"] == "all"
    assert "21:00到08:00不发" in page.last.text
    page.submit("就这样", sms="needs_me")
    assert page.last.one("input[name=sms][checked]").attributes["value"] == "needs_me"
    assert sms_choice(town.neighbour.id) == "all"


def test_a_choice_that_is_none_is_asked_again(page, sign_in, town):
    sign_in(town.resident)
    page.get("notifications.choice")
    page.post("notifications.choose", {"sms": "loud"}, status=422)


def test_mute_and_tell_me_again(page, sign_in, town):
    issue = make_told(town.community, town.resident, town.secretary)
    sign_in(town.resident)
    page.get("transparency.thread", no=issue.id)
    page.submit("这件事别再通知我")
    assert page.last.url.endswith(f"/issues/{issue.id}") and "这件事不再通知您" in page.last.text
    assert issue.summary_title in page.get("notifications.choice")
    page.submit("再通知我")
    assert "别再通知我”。按过的都列在这里" in page.last.text


def test_the_button_is_for_whoever_is_told(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    assert "别再通知我" not in page.as_(town.neighbour).get("transparency.thread", no=issue.id)
    assert "别再通知我" not in page.get("transparency.thread", no=issue.id)
    make_support(issue, town.neighbour, town.other_household)
    assert "别再通知我" in page.as_(town.neighbour).get("transparency.thread", no=issue.id)


def test_nobody_mutes_for_another_and_a_second_click_is_nothing(page, town):
    issue = make_issue(town.community, town.resident)
    visit = page.as_(town.neighbour)
    for _click in range(2):
        visit.post("notifications.mute", thread_id=issue.thread_id)
    assert f"第 {issue.id} 号" in visit.get("notifications.choice")
    assert f"第 {issue.id} 号" not in page.as_(town.resident).get("notifications.choice")
    visit.post("notifications.mute", thread_id=987654, status=404)
    assert page.fetch("/messages/choice").location.startswith("/sign-in")


def test_the_demo_shows_the_message_on_ones_own_page_only(page, town, by_day, tick):
    make_issue(town.community, town.resident)
    tick(SEND)
    assert "反映的事已收到" in page.as_(town.resident).get("desk.mine")
    assert "反映的事已收到" not in page.as_(town.neighbour).get("desk.mine")


def test_with_a_real_sender_nothing_is_shown(page, town, by_day, tick, app, monkeypatch):
    make_issue(town.community, town.resident)
    tick(SEND)
    monkeypatch.setitem(app.config, "SMS", "none")
    assert "反映的事已收到" not in page.as_(town.resident).get("desk.mine")


def test_what_did_not_get_out_is_told_without_recipient(page, town, by_day, tick, gateway):
    make_issue(town.community, town.resident)
    make_issue(town.community, town.neighbour)
    gateway.status = 503
    tick(SEND)
    with writing():
        outbox.give_up(locked(OutboxMessage, db.session.query(OutboxMessage.id).first()[0]), GivenUp.REFUSED)
    doc = page.as_(town.administrator).get("notifications.undelivered")
    assert "发不出去(http 503)" in doc.text and "1条在等" in doc.text
    assert "没有这个号码或地址" in doc.text
    assert "杜仲" not in doc.text and "石榴" not in doc.text and "139" not in doc.text


@pytest.mark.parametrize("who", ["resident", "secretary", "street_staff", "officer", "auditor"])
def test_only_the_administrator_sees_that(page, town, who):
    visit = page.as_(getattr(town, who))
    visit.get("notifications.undelivered", status=403)
    visit.get("notifications.mailboxes", status=403)
    visit.post("notifications.keep_mailbox", {"body": town.property.id, "address": "a@b.cn"}, status=403)


def test_an_office_address_is_written_down_and_taken_away(page, town):
    visit = page.as_(town.administrator)
    visit.get("notifications.mailboxes")
    visit.submit("记下这个地址", body=str(town.property.id), address="wuye@example", status=422)
    assert "这不是邮箱地址" in visit.last.text
    visit.submit("记下这个地址", body=str(town.property.id), address="wuye@example.cn")
    assert "wuye@example.cn" in visit.last.text
    visit.submit("记下这个地址", body=str(town.property.id), address="")
    assert db.session.query(BodyMailbox).count() == 0


def test_lists_take_the_same_statements_however_long(page, town, queries):
    def counted():
        with queries() as sent:
            page.as_(town.administrator).get("notifications.undelivered")
        return len(sent)

    few, now = counted(), outbox.utcnow()
    with writing() as session:
        for n in range(60):
            session.add(
                OutboxMessage(
                    key=f"k{n}", channel=Channel.SMS, verb="issue.submitted", subject=f"issue:{n}", params={},
                    due_at=now, given_up_at=now, given_up_for=GivenUp.TOO_OLD,
                )
            )  # fmt: skip
    assert counted() == few


def test_a_person_finds_their_messages_among_their_data(page, town, by_day):
    person = make_person("新来的")
    make_issue(town.community, town.resident)
    assert "发给我的短信" in page.as_(town.resident).get("/me/data")
    assert "发给我的短信" not in page.as_(person).get("/me/data")
