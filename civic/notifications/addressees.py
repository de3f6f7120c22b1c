"""Who gets a message outside the house: a person, a number without an account, or a body's office."""

from typing import NamedTuple

from sqlalchemy import select

from civic.action_items.queries import open_items_of_issue
from civic.dispatch.complainants import number_to_text
from civic.dispatch.exception_readers import account_of, issue_of
from civic.dispatch.queries import issue_of as order_issue
from civic.dispatch.queries import leads_on, order_of_issue
from civic.dispatch.shown_clocks import parts_in_hand
from civic.dispatch.states import LegRole
from civic.dispatch.urgent_queries import behind_doors, numbers_to_ring, place
from civic.extensions import db
from civic.issues.models import Issue
from civic.meetings.calling_models import MeetingInvitation
from civic.reviews.queries import callback_of


class Addressee(NamedTuple):
    """Exactly one of the three. `number` is E.164 and is sealed before it is written."""

    person_id: int | None = None
    number: str | None = None
    body_id: int | None = None


def whoever_raised(issue, **rest) -> list[Addressee]:
    """The person who raised it. Staff who wrote it down for somebody read it in their 我的 only."""
    return [Addressee(person_id=issue.reporter_id)] if issue.reporter_id else []


def whoever_waits(issue, **rest) -> list[Addressee]:
    """The person who raised it; without an account, whoever called, on the number of the hotline's file."""
    return whoever_raised(issue) or _caller(issue.work_order_id)


def whoever_ordered(row, **rest) -> list[Addressee]:
    """The same, of the issue of the order a row is about."""
    reporter = account_of(row.order_id)
    return [Addressee(person_id=reporter)] if reporter else _caller(row.order_id)


def whoever_ordered_it(order, **rest) -> list[Addressee]:
    """The same, of an order itself."""
    return whoever_waits(order_issue(order))


def _caller(order_id):
    number = number_to_text(order_id) if order_id else None
    return [Addressee(number=number)] if number else []


def whoever_reopened(order, public, **rest) -> list[Addressee]:
    """Of an order that starts anew with a date of its own."""
    return whoever_waits(order_issue(order)) if public["due"] else []


def whoever_reopened_undated(issue, **rest) -> list[Addressee]:
    """Of an issue without an order, or whose order gets no date by it: work_order.reopened says no more."""
    order = order_of_issue(issue.id) if issue.work_order_id else None
    return whoever_waits(issue) if order is None or order.urgency is None else []


def waits_for_others(leg, **rest) -> list[Addressee]:
    """Whoever raised what this body has replied to while another leads on; the last reply is the answer."""
    return whoever_ordered(leg) if leads_on(leg) else []


def callback_of_caller(issue) -> str:
    """Somebody without an account answers by the link of the callback; everybody else on the issue's page."""
    order = order_of_issue(issue.id) if issue.work_order_id and not issue.reporter_id else None
    callback = order and callback_of(order.id, order.round)
    return f"callback:{callback.id}" if callback else f"issue:{issue.id}"


def issue_of_order(row) -> str:
    """The issue a row about an order is about, as "issue:7"."""
    return f"issue:{issue_of(row.order_id)}"


def own_issue(order) -> str:
    """What residents know an order by."""
    return f"issue:{order.issue_id}"


def owner_body(item, **rest) -> list[Addressee]:
    """The office of the body that promised it."""
    return [Addressee(body_id=item.owner_body_id)] if item.owner_body_id else []


def raised_what_is_promised(item, **rest) -> list[Addressee]:
    """Whoever raised what a body promises without topic or vote; told by the first promise, once.

    Where an order went out, that said who acts; a further promise beside an open one is read on the page.
    """
    issue = db.session.get(Issue, item.issue_id) if item.issue_id else None
    if issue is None or open_items_of_issue(issue.id) > 1:
        return []
    if issue.work_order_id and parts_in_hand(issue.work_order_id):
        return []
    return whoever_waits(issue)


def issue_of_item(item) -> str:
    """What residents know a promise by; without an issue nobody is told, and it keeps its own number."""
    return f"issue:{item.issue_id}" if item.issue_id else f"action_item:{item.id}"


def _issue_of(leg):
    return db.session.scalar(select(Issue).where(Issue.thread_id == leg.thread_id))


def raised_what_is_led(leg, **rest) -> list[Addressee]:
    """The person who raised what this body leads; who assists has nothing to tell them."""
    return whoever_waits(_issue_of(leg)) if leg.role is LegRole.LEAD else []


def issue_of_leg(leg) -> str:
    """What residents know a leg by: the number of their issue."""
    return f"issue:{_issue_of(leg).id}"


def body_of_leg(leg, **rest) -> list[Addressee]:
    """The office of the body whose part it is."""
    return [Addressee(body_id=leg.body_id)]


def order_of_leg(leg) -> str:
    """What staff know a leg by: the number of the order."""
    return f"work_order:{leg.order_id}"


def whistle_of_call(call) -> str:
    """What a called body knows its call by: the number of the whistle."""
    return f"whistle:{call.whistle_id}"


def those_on_duty(incident, public) -> list[Addressee]:
    """The numbers of the shifts that were rung; an office's landline is called by whoever sees the desk."""
    return [Addressee(number=number) for number in numbers_to_ring(public["shifts"])]


def every_home(notice, **rest) -> list[Addressee]:
    """Everybody with an account behind the doors that are told."""
    return [Addressee(person_id=person) for person in sorted(behind_doors(place(notice.place_id)))]


def invited_bodies(meeting, **rest) -> list[Addressee]:
    """The offices of every body a meeting invites."""
    mine = select(MeetingInvitation.body_id).where(MeetingInvitation.meeting_id == meeting.id)
    return [Addressee(body_id=body) for body in db.session.scalars(mine)]


def invited_body(meeting, public, **rest) -> list[Addressee]:
    """The office of a body invited later than the others."""
    return [Addressee(body_id=public["body"])]
