"""Orders: the resident hears of the first contact, the body's office of what is its part."""

from civic.database import locked, writing
from civic.dispatch import leg_workflow
from civic.dispatch.models import DispatchLeg
from civic.notifications import choices
from civic.notifications.outbox_models import Channel
from tests.factories.dispatch import ASSIST, LEAD, legs_of, make_order

SEND = "notifications.send"


def contacted(town, leg):
    with writing():
        leg = locked(DispatchLeg, leg.id)
        leg_workflow.accept(leg, by=town.officer)
        leg_workflow.contact(leg, by=town.officer)


def test_the_first_contact_is_told_under_the_number_the_resident_knows(town, by_day, tick, rows, gateway):
    order = make_order(town, (town.department, LEAD), (town.property, ASSIST))
    for leg in legs_of(order):
        contacted(town, leg)
    (row,) = rows(verb="leg.contacted")  # who assists has nothing to tell
    assert row.person_id == town.resident.id and row.subject == f"issue:{order.issue_id}"
    tick(SEND)
    assert any(f"{order.issue_id}号,办理单位记下已和您联系" in one["text"] for one in gateway.delivered)


def test_the_office_gets_a_mail_for_its_part(town, by_day, tick, rows, mail_host, app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://yishi.example.cn")
    with writing():
        choices.keep_mailbox(town.department.id, "chengguan@example.cn")
    order = make_order(town)
    assert len(rows(channel=Channel.MAIL)) == 1  # the other body has no address
    tick(SEND)
    (mail,) = mail_host.mails
    assert mail["To"] == "chengguan@example.cn" and mail["Subject"].endswith("前答复")
    assert f"https://yishi.example.cn/work-orders/{order.id}" in mail.get_content()
