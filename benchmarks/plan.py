"""What is measured: a row of the table each, with the requests it sends and what it is held against."""

import re
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import quote, urlencode

from sqlalchemy import select, text

from benchmarks.homes import open_vote, signed_in
from benchmarks.seed import FREQUENT, RARE, STORY
from benchmarks.wrk import Call
from civic.extensions import db
from civic.issues.listing import ORDERS
from civic.issues.models import Issue
from civic.paging import cursor_of
from civic.votes.models import VoteOption

DEEP = 40  # pages spread over the middle of the list, asked in turn
COLD = 400  # so many that no process keeps all their rows drawn (frame.FULL)
SIZE = 20
WORDS = {"frequent": "电梯", "two": "垃圾桶 修好", "rare": "充电", "traditional": "電梯常常停"}
NEXT = re.compile(r'rel="next" href="([^"]*)"')


@dataclass
class Row:
    """One line of the table. `against` is the path of C, `kind` chooses the goals."""

    name: str
    kind: str
    calls: list
    against: Call | None = None
    sql: int = 0
    sql_more: int | None = None  # statements beyond those of the same page among a thousand rows
    bytes_gz: int = 0
    runs: list = field(default_factory=list)
    pages: int = 1  # so many calls make one reading
    first: bool = False  # each home's first ballot: the box is emptied before each run

    def as_served_by(self, server):
        """The same row for another server."""
        return replace(self, name=f"{self.name}-{server}", runs=[])


def lists(label: str, whole: bool = False) -> list[Row]:
    """The four orders: first and deep page, and the first under a frequent and under a rare filter.

    `whole`: deep pages under filters too. The name says what is not plain.
    """
    rows = []
    for order in ORDERS:
        for narrowed, category in (("", None), ("-frequent", FREQUENT), ("-rare", RARE)):
            first, deep = pages(order, category, DEEP)
            rows.append(_list(f"list-{order}{narrowed}-{label}", order, [first]))
            if whole or not category:
                rows.append(_list(f"list-{order}{narrowed}-{label}-deep", order, deep))
    return rows


def cold_lists(label: str) -> list[Row]:
    """Deep pages, so many of them that their rows are drawn anew each time."""
    return [_list(f"list-{order}-{label}-cold", order, pages(order, None, COLD)[1]) for order in ORDERS]


def _list(name, order, calls):
    return Row(name, "list", calls, Call(f"/list?order={order}"))


def pages(order: str, category: str | None, number: int) -> tuple[Call, list[Call]]:
    """The first page, and up to `number` pages spread over the middle half of the list."""
    asked = {"order": order} | ({"category": category} if category else {})
    deep = [asked | {"after": cursor} for cursor in _cursors(order, category, number)]
    return Call(f"/issues?{urlencode(asked)}"), [Call(f"/issues?{urlencode(one)}") for one in deep]


def _cursors(order, category, number):
    columns, ascending = ORDERS[order][1:]
    statement = select(*columns).where(*([Issue.category == category] if category else []))
    if order == "waiting":
        statement = statement.where(Issue.waiting_since.is_not(None))
    statement = statement.order_by(*(column.asc() if ascending else column.desc() for column in columns))
    keys = db.session.execute(statement).all()
    first, last = len(keys) // 4, max(len(keys) // 4, len(keys) * 3 // 4 - SIZE)
    places = {max(1, first + n * (last - first) // number) for n in range(number)}
    return [cursor_of(keys[place - 1], columns) for place in sorted(places)]


def details(app) -> list[Row]:
    """The story with 200 comments: its page as a reader opens it, and every page until the last comment.

    C shows as many comments as ours does. With more than one page, all of them count as one reading.
    """
    story = db.session.scalar(text(STORY))
    calls, shown = [Call(f"/issues/{story}")], []
    while len(calls) > len(shown):
        html = app.test_client().get(calls[-1].path).text
        shown.append(html.count('class="comment"'))
        if further := NEXT.search(html):
            calls.append(Call(unescape(further[1])))
    rows = [Row(f"detail-{shown[0]}-comments", "detail", calls[:1], Call(f"/detail/{story}/{shown[0]}"))]
    if len(calls) > 1:
        whole = Call(f"/detail/{story}/{sum(shown)}")
        rows.append(
            Row(f"detail-{sum(shown)}-on-{len(calls)}-pages", "detail", calls, whole, pages=len(calls))
        )
    return rows


def searches(label: str) -> list[Row]:
    """Two characters in an eighth of the titles, two words, few hits, and traditional characters."""
    return [
        Row(
            f"search-{name}-{label}",
            "search",
            [Call(f"/issues?q={quote(words)}")],
            Call("/list?order=newest"),
        )
        for name, words in WORDS.items()
    ]


def ballots(app) -> list[Row]:
    """Signed-in homes cast: each its first ballot, then a changed one; and the page after it."""
    vote, homes = open_vote(), signed_in(app)
    bare = Call("/ballots", "POST", body="choice=A")
    letter = db.session.scalar(select(VoteOption.letter).where(VoteOption.vote_id == vote.id))

    def sent(home, **more):
        body = urlencode({"csrf_token": home.csrf, "choice": letter} | more)
        return Call(f"/votes/{vote.id}/ballots", "POST", home.cookie, body=body)

    receipt = [Call(f"/votes/{vote.id}/receipt?sent=1", cookie=home.cookie) for home in homes[:200]]
    return [
        Row("ballot-first", "ballot", [sent(home) for home in homes], bare, first=True),
        Row("ballot-changed", "ballot", [sent(home, replace="y") for home in homes], bare),
        Row("ballot-page-after", "page", receipt),
    ]
