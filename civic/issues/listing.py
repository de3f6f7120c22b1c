"""The public list: one statement for its rows, an index for every order, nothing counted.

A row is the issue, its thread and the public place; it tells number, area and stage of every issue
from the first minute, and the title once a summary was released.
"""

import json
from collections import namedtuple
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Text, bindparam, cast, func, select

from civic.errors import CivicError
from civic.extensions import db
from civic.issues import categories, search
from civic.issues.kinds import IssueKind, SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.tokens import MOST_CHARACTERS, question
from civic.paging import Page, cursor_of, read_cursor
from civic.places.models import Place, PlaceKind
from civic.threads.models import Status, Thread, is_late, is_unsolved, seal_states

SIZE = 20
ORDERS = {
    # Not by number: a list brings complaints of years ago over, which then have the highest.
    "newest": (_l("Newest"), [Issue.raised_at, Issue.id], False),
    "supported": (_l("Most homes behind it"), [Issue.supports, Issue.id], False),
    "discussed": (_l("Most talked about"), [Issue.comments_count, Issue.id], False),
    "waiting": (_l("Waiting longest"), [Issue.waiting_since, Issue.id], True),
}
ROW = (
    Issue.id,
    Issue.supports,
    Issue.comments_count,
    Issue.raised_at,
    Issue.waiting_since,
    Issue.visibility,
    Issue.duplicate_of_id,
    Thread.title,
    Thread.status,
    Thread.stage,
    Thread.holder_name,
    Thread.due_on,
    cast(Thread.seals, Text).label("seals"),
    Place.label.label("area"),
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see. `filters` are columns of Issue and values; `words` the search."""

    order: str
    filters: dict
    words: str
    after: str | None

    @classmethod
    def read(cls, args):
        """From the address. Raises CivicError (400) for what no form of ours offers."""
        filters = {}
        for name, (column, known) in FILTERS.items():
            if value := args.get(name, "").strip():
                filters[column] = known(value)
        order = args.get("order") or "newest"
        if order not in ORDERS:
            raise _unknown()
        return cls(order, filters, args.get("q", "").strip()[:MOST_CHARACTERS], args.get("after") or None)

    @property
    def kept(self):
        """What the links of the page carry on: {name in the address: text}."""
        said = {
            name: str(self.filters[column]) for name, (column, _) in FILTERS.items() if column in self.filters
        }
        if self.order != "newest":
            said["order"] = self.order
        return said | ({"q": self.words} if self.words else {})


def _unknown():
    return CivicError(_("This list cannot be sorted or filtered that way."), _("Start from the whole list."))


def _one_of(known):
    def check(value):
        if value not in known:
            raise _unknown()
        return str(value)

    return check


def _place(value):
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise _unknown()
    return int(value)


def _category(value):
    node = categories.tree().nodes.get(value)
    if node is None or node.level > 1:
        raise _unknown()
    return value


FILTERS = {
    "area": ("area_id", _place),
    "community": ("community_id", _place),
    "status": ("status", _one_of(set(Status))),
    "category": ("category", _category),
    "kind": ("kind", _one_of(set(IssueKind))),
}


@cache
def rows():
    """The columns of a row. Left joins keep the order of the issue's index on both engines."""
    return (
        select(*ROW)
        .outerjoin(Thread, Thread.id == Issue.thread_id)
        .outerjoin(Place, Place.id == Issue.area_id)
    )


# What staff said an issue is about: narrowing by it must not betray issues that are not told.
TOLD_ONLY = {"kind", "category"}


def page_of(asked: Asked) -> Page:
    """One page of the list, or of what a search found, in one statement; two where equals end."""
    if asked.words:
        return _found(asked)
    orders, values, found = ORDERS[asked.order][1], dict(asked.filters), []
    if asked.after:
        values |= {f"after_{n}": value for n, value in enumerate(read_cursor(asked.after, orders))}
    for part in _parts(asked.after):
        statement = _page(asked.order, tuple(asked.filters), part, SIZE)
        found += db.session.execute(statement, values).all()
        if len(found) > SIZE:
            break
    after = cursor_of(found[SIZE - 1], orders) if len(found) > SIZE else None
    return Page(tuple(Row(*row) for row in found[:SIZE]), after)


def _parts(after):
    """Where rows are looked for in turn: those equal to the key but for their number, then beyond it.

    Not `(supports, id) < (?, ?)`: SQLite looks its first half up and walks through all equals, and
    most issues have as many comments as another hundred thousand.
    """
    return ("equal", "beyond") if after else ("start",)


@cache
def _narrowed(order, names):
    """The list in this order, narrowed by these columns; built once, values come as parameters."""
    statement = rows().where(*(getattr(Issue, name) == bindparam(name) for name in names))
    if TOLD_ONLY & set(names):
        told = (Issue.visibility == Visibility.PUBLIC, Issue.summary_state == SummaryState.RELEASED)
        statement = statement.where(*told)
    return statement.where(Issue.waiting_since.is_not(None)) if order == "waiting" else statement


@cache
def _page(order, names, part, size):
    """Its start, or what comes after the key in `after_0`, `after_1`: the equals, or those beyond."""
    orders, ascending = ORDERS[order][1:]
    statement = _narrowed(order, names)
    seen = [bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(orders)]
    if part == "equal":
        statement = statement.where(orders[0] == seen[0])
        orders, seen = orders[1:], seen[1:]
    if part != "start":
        statement = statement.where(orders[0] > seen[0] if ascending else orders[0] < seen[0])
    sort = (column.asc() if ascending else column.desc() for column in orders)
    return statement.order_by(*sort).limit(size + 1)


def _found(asked):
    after, words = search.After.read(asked.after), question(asked.words)
    if not words:
        return Page((), None)
    found = search.hits(words, asked.filters, after, SIZE + 1)
    listed = list(_joined(found))
    page = tuple(Row(*row[:-1]) for row in listed[:SIZE])
    last = listed[SIZE - 1] if len(listed) > SIZE else None
    return Page(page, str(search.After(last.rank, last.id)) if last else None)


def nearby(asked: Asked) -> tuple:
    """The few rows closest to words that no issue has all of. Two statements at most."""
    numbers = search.nearest(asked.words, asked.filters)
    found = {row.id: Row(*row) for row in db.session.execute(rows().where(Issue.id.in_(numbers)))}
    return tuple(found[number] for number in numbers)


def _joined(found):
    statement = rows().add_columns(found.c.rank).join(found, found.c.id == Issue.id)
    return db.session.execute(statement.order_by(found.c.rank.desc(), Issue.id.desc()))


class Row(namedtuple("Row", [column.key for column in ROW])):
    """A row as its template asks it. Hashable: equal rows are drawn once (frame.py)."""

    __slots__ = ()

    @property
    def is_late(self):
        """Something is due and the day is over."""
        return is_late(self.status, self.due_on)

    @property
    def is_closed(self):
        """Its words are for those who handle it only."""
        return self.visibility is Visibility.HANDLERS_ONLY

    @property
    def is_unsolved(self):
        """Asked how it went, the resident said: not solved."""
        return self.status is Status.AWAITING and is_unsolved(self.status, json.loads(self.seals))

    def seal_states(self, late):
        """The stamps to draw, as a thread tells them. `late`: its is_late."""
        return seal_states(json.loads(self.seals), self.stage, late)


def areas(community_id=None) -> tuple:
    """(id, name) of the buildings and spots of a community, else of the site's first. One statement."""
    found = db.session.execute(_areas(community_id is None), {"community": community_id})
    return tuple((str(number), name) for number, name in found)


@cache
def _areas(of_the_first):
    first = select(func.min(Place.id)).where(Place.kind == PlaceKind.COMMUNITY).scalar_subquery()
    community = first if of_the_first else bindparam("community")
    kinds = Place.kind.in_((PlaceKind.BUILDING, PlaceKind.SPOT))
    within = select(Place.id, Place.name).where(Place.community_id == community, kinds)
    return within.order_by(Place.kind, Place.number, Place.id)


def choices() -> dict:
    """What the other selects offer: {name in the address: [(value, words)]}."""
    return {
        "status": [(each.value, each.label) for each in Status],
        "category": [(node.code, node.label) for node in categories.tops()],
        "kind": [(each.value, each.label) for each in IssueKind],
    }
