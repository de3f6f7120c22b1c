"""Who gets a message outside the house: a person, a number without an account, or a body's office."""

from typing import NamedTuple

from civic.dispatch.exception_queries import account_of


class Addressee(NamedTuple):
    """Exactly one of the three. `number` is E.164 and is sealed before it is written."""

    person_id: int | None = None
    number: str | None = None
    body_id: int | None = None


def whoever_raised(issue, **rest) -> list[Addressee]:
    """The person who raised it. Staff who wrote it down for somebody read it in their 我的 only."""
    return [Addressee(person_id=issue.reporter_id)] if issue.reporter_id else []


def whoever_ordered(row, **rest) -> list[Addressee]:
    """The person who raised the issue of the order it is about."""
    reporter = account_of(row.order_id)
    return [Addressee(person_id=reporter)] if reporter else []


def owner_body(item, **rest) -> list[Addressee]:
    """The office of the body that promised it."""
    return [Addressee(body_id=item.owner_body_id)] if item.owner_body_id else []
