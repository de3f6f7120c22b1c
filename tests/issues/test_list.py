"""The public list: four orders, filters, keyset pages, constant statements, no unreleased words."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event, update

from civic import frame
from civic.database import locked, utcnow, writing
from civic.extensions import db
from civic.issues import refusals
from civic.issues.kinds import Visibility
from civic.issues.listing import Asked, page_of
from civic.issues.models import Issue
from civic.places.models import Household
from civic.threads.models import Thread
from civic.transparency.queries import latest_issues
from tests.factories.issues import make_accepted, make_comment, make_issue, make_support, make_told
from tests.issues.complaints import brought_over, rows, written
from tests.issues.complaints import text as csv_text

ORDERS = ("newest", "supported", "discussed", "waiting")


@pytest.fixture
def many(town, tmp_path):
    """That many received issues, with counters and waiting times all over the place."""

    def make(count, start=1):
        path = written(tmp_path / f"{start}.csv", csv_text(rows(count, start)))
        brought_over(path, town.community, Visibility.PUBLIC)
        with writing() as session:
            counters = {"supports": Issue.id * 7 % 13, "comments_count": Issue.id * 5 % 11}
            session.execute(update(Issue).values(**counters))

    return make


def shown(doc):
    return [int(link.attrs["href"].rsplit("/", 1)[1]) for link in doc.all("li.row h2 a")]


def walk(page, **asked):
    """Numbers of all pages, one after the other."""
    doc, numbers = page.get("issues.index", **asked), []
    while True:
        numbers += shown(doc)
        if not doc.all("a[rel=next]"):
            return numbers
        doc = page.get(doc.one("a[rel=next]").attrs["href"])


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_shows_every_issue_once_in_its_order(page, many, order):
    many(47)
    numbers = walk(page, order=order)
    assert sorted(numbers) == list(range(1, 48))
    issues = {issue.id: issue for issue in db.session.scalars(db.select(Issue))}
    measure = {
        "newest": lambda issue: (-issue.raised_at.timestamp(), -issue.id),
        "supported": lambda issue: (-issue.supports, -issue.id),
        "discussed": lambda issue: (-issue.comments_count, -issue.id),
        "waiting": lambda issue: (issue.waiting_since, issue.id),
    }[order]
    keys = [measure(issues[number]) for number in numbers]
    assert all(one < other for one, other in pairwise(keys))


@pytest.mark.parametrize("equal", [1, 20, 21, 43])
def test_many_equals_are_paged_over_without_gap(page, many, equal):
    """The key falls within, on the border of and behind the equals."""
    many(47)
    with writing() as session:
        session.execute(update(Issue).values(comments_count=db.case((Issue.id <= equal, 3), else_=0)))
    assert walk(page, order="discussed") == [*range(equal, 0, -1), *range(47, equal, -1)]


def test_longest_waiting_leaves_out_who_waits_for_nobody(page, town, many):
    many(3)
    with writing() as session:
        session.execute(update(Issue).where(Issue.id == 2).values(waiting_since=None))
    assert set(walk(page, order="waiting")) == {1, 3}


def test_an_issue_arriving_between_two_pages_moves_nothing(page, town, many):
    many(25)
    whole = walk(page)
    doc = page.get("issues.index")
    first = shown(doc)
    for _ in range(5):
        make_issue(town.community, town.resident)
    second = shown(page.get(doc.one("a[rel=next]").attrs["href"]))
    assert first + second == whole and sorted(whole) == list(range(1, 26))


def test_complaints_of_years_ago_brought_over_today_do_not_push_back_what_was_raised_today(page, town, many):
    told = make_told(town.community, town.resident, town.secretary, title="楼道灯坏了")
    many(30)
    assert walk(page)[0] == told.id and len(walk(page)) == 31
    assert narrowed(page, community=town.community.id) >= {told.id}
    with writing() as session:
        session.execute(update(Thread).where(Thread.title == "").values(title="多年前的事"))
    assert latest_issues()[0].id == told.id


NARROWED = ("", "&status=received", "&category=water", "&kind=help&area=1")


def test_as_many_statements_for_a_thousand_as_for_ten(page, many, queries):
    addresses = [f"/issues?order={order}{narrowed}" for order in ORDERS for narrowed in NARROWED]

    def asked():
        counts = {}
        for address in addresses:
            with queries() as statements:
                page.get(address)
            counts[address] = len(statements)
        return counts

    many(10)
    few = asked()
    many(990, start=11)
    assert asked() == few
    assert max(few.values()) <= 3


def test_signed_in_and_searching_stay_within_six_statements(page, town, many, at_most, sign_in):
    many(30)
    sign_in(town.resident)
    page.get("issues.index")
    for address in ("/issues", "/issues?order=waiting", "/issues?q=灯", "/issues?q=灯 水管 电梯"):
        with at_most(6):
            page.get(address)


def narrowed(page, **asked):
    return set(shown(page.get("issues.index", **asked)))


def test_filters_are_those_of_the_row(page, town):
    lamp = make_told(town.community, town.resident, town.secretary, place=town.door)
    elsewhere = {"place": town.other_door, "category": "waste.bins", "title": "垃圾桶"}
    bins = make_told(town.community, town.neighbour, town.secretary, **elsewhere)
    unsorted = make_issue(town.community, town.resident, place=town.door)
    assert narrowed(page, area=town.building.id) == {lamp.id}
    assert narrowed(page, category="waste") == {bins.id}
    assert narrowed(page, kind="complaint") == {lamp.id, bins.id}
    assert narrowed(page, community=town.community.id) == {lamp.id, bins.id, unsorted.id}
    doc = page.get("/issues?status=received")
    assert set(shown(doc)) == {lamp.id, bins.id, unsorted.id}
    assert "只看:已收到" in doc
    assert narrowed(page, area=town.building.id, category="waste") == set()


def test_narrowing_by_kind_or_category_does_not_betray_what_is_not_told(page, town):
    closed = make_issue(town.community, town.resident, visibility=Visibility.HANDLERS_ONLY)
    make_accepted(closed, town.secretary)
    make_accepted(make_issue(town.community, town.neighbour), town.secretary)
    assert narrowed(page, category="water") == set()
    assert narrowed(page, kind="complaint") == set()


@pytest.mark.parametrize(
    "asked",
    [
        "order=random", "status=nice", "category=x", "kind=1", "area=here", "area=-1", "area=" + "9" * 40,
        "after=abc", "after=W10", "after=WyJ4Il0", "after=" + "A" * 5000, "after=%00", "after=W3RydWVd",
        "order=waiting&after=WzEsMV0", "after=WzFlOTld", "category=%F0%9F%98%80",
        "order=supported&after=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTksMV0", "q=灯&after=2-1", "q=灯&after=1-x",
        "q=灯&after=1-" + "9" * 30, "q=灯&after=-", "order=waiting&after=WyJub3QgYSBkYXkiLDFd",
    ],
)  # fmt: skip
def test_a_strangers_imagination_gets_a_plain_sentence(page, many, asked):
    doc = page.get(f"/issues?{asked}", status=400)
    assert "看起" in doc


@pytest.mark.parametrize(
    "asked",
    [
        "status=&area=&q=&order=", "unknown=1", "q=%00", "after=", "area=1", "q=" + "长" * 3000,
        "order=waiting&after=WyIyMDIwLTAxLTAxIiwxXQ",
        "order=waiting&after=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwxXQ",
    ],
)  # fmt: skip
def test_empty_and_unknown_parameters_are_no_fault(page, asked):
    page.get(f"/issues?{asked}")


def test_unreleased_words_and_places_are_not_on_the_list(page, town):
    own = make_issue(town.community, town.resident, "住302的老李家漏水", place=town.door)
    closed = make_issue(town.community, town.resident, "举报老王", visibility=Visibility.HANDLERS_ONLY)
    doc = page.get("issues.index")
    for words in ("老李", "老王", "302", "3号楼"):
        assert words not in doc.one("main").text()
    assert shown(doc) == [closed.id, own.id]
    assert "只给办理人看" in doc and "整理好后公布" in doc and "已收到" in doc


def test_a_released_row_tells_title_building_homes_and_comments(page, town):
    issue = make_told(town.community, town.resident, town.secretary, place=town.door, title="楼道灯坏了")
    make_support(issue, town.neighbour, db.session.get(Household, min(town.neighbour.household_ids)))
    make_comment(issue, town.neighbour)
    row = page.get("issues.index").one("li.row").text()
    for words in ("楼道灯坏了", "3号楼", "还有1户也这样", "1 条"):
        assert words in row
    assert "1门" not in row


def test_a_merged_issue_leads_to_the_other_and_late_ones_say_so(page, town):
    main = make_told(town.community, town.resident, town.secretary)
    same = make_told(town.community, town.neighbour, town.secretary)
    with writing():
        refusals.merge(locked(Issue, same.id), by=town.secretary, into=locked(Issue, main.id))
        locked(Thread, main.thread_id).due_on = (utcnow() - timedelta(days=3)).date()
    doc = page.get("issues.index")
    assert f"并到{main.id}号" in doc
    assert doc.one("li.is-late").text().count("▲") == 1


def test_an_empty_list_says_what_will_stand_there(page, town):
    doc = page.get("issues.index")
    assert "反映第一件事" in doc and not shown(doc)
    assert "没有对得上" in page.get("/issues?status=done")


def test_strangers_get_a_cacheable_page_without_cookie_or_script(page, many):
    many(3)
    doc = page.get("issues.index")
    assert doc.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in doc.headers and not doc.all("script") and not doc.all("[name=csrf_token]")


SCOPES = [
    {},
    {"community_id": 1},
    {"area_id": 1},
    {"status": "received"},
    {"category": "x"},
    {"kind": "help"},
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("scope", SCOPES)
def test_no_order_is_ever_sorted_by_hand(engine_name, many, order, scope):
    many(40)
    plan = "\n".join(plans(engine_name, Asked(order, scope, "", None)))
    assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_deep_page_walks_through_no_equals(engine_name, many, order, scope):
    many(40)
    key = page_of(Asked(order, {}, "", None)).next
    equals, *beyond = plans(engine_name, Asked(order, scope, "", key))
    within = r"SEARCH issue .*id[<>]\?" if engine_name == "sqlite" else r"Index Cond: .*\bid [<>]"
    assert re.search(within, equals), equals
    assert len(beyond) == 1
    for plan in (equals, *beyond):
        assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan


def plans(engine_name, asked):
    """How the engine goes about each statement of a page."""
    sent = []

    def note(connection, cursor, statement, values, context, executemany):
        sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    page_of(asked)
    event.remove(db.engine, "before_cursor_execute", note)
    return [explained(engine_name, *each) for each in sent if "FROM issue" in each[0]]


def explained(engine_name, statement, values):
    connection = db.session.connection()
    if engine_name == "sqlite":
        return "\n".join(
            row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        )
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin"):  # too few rows here to need an index otherwise
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))


def test_what_is_drawn_once_never_fills_the_memory(app, monkeypatch):
    monkeypatch.setattr(frame, "FULL", 2_000)
    kept = app.extensions["frame"]
    with app.test_request_context():
        for number in range(50):
            frame.drawn("issues/_search.html", words=f"{number}", kept=())
            assert sum(map(len, kept.values())) == kept.characters <= 2_000
