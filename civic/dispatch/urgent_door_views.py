"""The notice to every door: its page, the sheets to print, and which doors have theirs."""

from flask import redirect, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import locked, writing
from civic.dispatch import incident_workflow, urgent_policies
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.blueprint import work_orders
from civic.dispatch.urgent_forms import DeliveryForm
from civic.dispatch.urgent_models import NoticeDelivery
from civic.rendering import render
from civic.submissions import once


@work_orders.get("/door-notices/<int:no>")
@requires(anyone, on=urgent.notice_or_404)
def urgent_notice(notice):
    """What happened, until when, whom to call: the sheet that hangs at the door, on a phone."""
    hands_out = urgent_policies.may_hand_out(current_user, notice)
    return render(
        "dispatch/urgent_notice.html", notice=notice, phone=phone_of(notice), rules=urgent_policies,
        hands_out=hands_out, form=DeliveryForm(formdata=None) if hands_out else None,
    )  # fmt: skip


def phone_of(notice) -> str:
    """The number on the sheet."""
    return notice.call_body.phone_24h if notice.call_body else urgent.duty_room()


@work_orders.get("/door-notices/<int:no>/sheets")
@requires(urgent_policies.may_hand_out, on=urgent.notice_or_404)
def urgent_sheets(notice):
    """One A4 sheet for each door."""
    return render("dispatch/urgent_sheets.html", notice=notice, phone=phone_of(notice))


@work_orders.post("/door-notices/doors/<int:no>/delivery")
@requires(urgent_policies.may_deliver, on=urgent.delivery_or_404)
def create_delivery(delivery):
    """This door has its sheet."""
    form, number = DeliveryForm(), delivery.id
    here = url_for(".urgent_notice", no=delivery.notice_id) + f"#door-{delivery.door_id}"
    with writing(), once(form) as first:
        incident_workflow.deliver(locked(NoticeDelivery, number), by=current_user)
        first.leads_to(here)
    return redirect(here, 303)
