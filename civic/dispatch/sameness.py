"""Orders that say the same about the same place: perhaps one matter, for a person to decide.

Nothing is merged by itself. A key stands for the words without signs, widths and blanks, in one
writing, and for the place; equal keys are found by an index, however many orders there are.
"""

from functools import cache
from hashlib import blake2b

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from civic.dispatch.hotline_models import OrderWords
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import UNFINISHED
from civic.extensions import db
from civic.issues.tokens import RUN, plain


def key_of(words: str, place) -> str:
    """The key of an order. Args: place — number of the place, or what stands for it."""
    said = "".join(run.group() for run in RUN.finditer(plain(words)))
    return blake2b(f"{place}\n{said}".encode(), digest_size=16).hexdigest()


def place_key(place_id, community_id, place_words: str):
    """The number of the place where it is known finer than the community; else the words for it."""
    if place_id and place_id != community_id:
        return place_id
    said = "".join(run.group() for run in RUN.finditer(plain(place_words)))
    return f"{community_id}:{said}" if said else community_id


def remember(order, issue) -> None:
    """Keep the key of an order that came in by itself; the import writes many at once."""
    place = place_key(issue.place_id, issue.community_id, "")
    db.session.add(OrderWords(order_id=order.id, key=key_of(issue.body_raw, place)))


def likely_duplicates(order_ids) -> dict[int, int]:
    """{order: the earliest order still unfinished that says the same of the same place} (1 statement)."""
    found = db.session.execute(_earlier(), {"orders": list(order_ids)})
    return {order: first for order, first in found}


@cache
def _earlier():
    mine, other, main = aliased(OrderWords), aliased(OrderWords), aliased(WorkOrder)
    return (
        select(mine.order_id, func.min(other.order_id))
        .join(other, (other.key == mine.key) & (other.order_id < mine.order_id))
        .join(main, main.id == other.order_id)
        .where(mine.order_id.in_(bindparam("orders", expanding=True)), main.state.in_(UNFINISHED))
        .group_by(mine.order_id)
    )
