"""What the public finds, what staff find, and that the two never mix; the same on both engines."""

import pytest
from sqlalchemy import text

from civic.database import locked, writing
from civic.extensions import db
from civic.issues import hiding, search, summaries
from civic.issues.kinds import Visibility
from civic.issues.models import Comment, Issue
from civic.issues.tokens import question
from tests.factories.issues import make_comment, make_issue, make_told


@pytest.fixture
def told(town):
    """A told issue with these public words; its own words are others."""

    def make(title, summary="看过了,写在这里。", words="原话不公开", place=None):
        return make_told(
            town.community, town.resident, town.secretary, title=title, summary=summary, words=words,
            place=place or town.door,
        )  # fmt: skip

    return make


def found(page, words, **filters):
    """Numbers on the page of results, in order; those only alike do not count."""
    doc = page.get("issues.index", q=words, **filters)
    return [int(a.attrs["href"].rsplit("/", 1)[1]) for a in doc.all("li.row h2 a")]


def test_two_character_words_and_traditional_writing_are_found(page, told):
    lift, bins = told("10号楼电梯坏了"), told("垃圾桶站放哪儿")
    assert found(page, "电梯") == found(page, "電梯") == found(page, "坏了") == [lift.id]
    assert found(page, "垃圾") == found(page, "桶站") == [bins.id]
    assert found(page, "电梯 垃圾") == []


def test_a_word_in_the_title_comes_before_one_in_the_text_and_newer_before_older(page, told):
    only_text, first, second = told("楼道灯", "电梯旁边的灯"), told("电梯一"), told("电梯二")
    assert found(page, "电梯") == [second.id, first.id, only_text.id]


def test_pages_of_results_never_repeat_or_lose_one(page, told, monkeypatch):
    monkeypatch.setattr("civic.issues.listing.SIZE", 3)
    wanted = [told(f"路灯{at}" if at % 3 else "别的", "路灯不亮").id for at in range(8)]
    doc, seen = page.get("issues.index", q="路灯"), []
    while True:
        seen += [int(a.attrs["href"].rsplit("/", 1)[1]) for a in doc.all("li.row h2 a")]
        if not doc.all("a[rel=next]"):
            break
        told("路灯", "路灯不亮,后来才报的")  # arrives between two pages
        doc = page.get(doc.one("a[rel=next]").attrs["href"])
    assert len(seen) == len(set(seen)) and set(wanted) <= set(seen)


def test_own_words_are_for_staff_only(page, town, told):
    hidden = make_issue(town.community, town.resident, "我家暖气不热,住302的老李说的")
    issue = told("暖气不够热", words="住302的老李家暖气不热")
    assert found(page, "老李") == []
    assert found(page, "暖气") == [issue.id]
    assert search.own_hits("老李", town.community.id) == [issue.id, hidden.id]
    assert search.own_hits("老李", town.building.id) == []


def test_what_is_hidden_is_found_no_more(page, town, told):
    issue = told("电梯坏了")
    with writing():
        summaries.choose_visibility(
            locked(Issue, issue.id), by=town.resident, visibility=Visibility.HANDLERS_ONLY
        )
    assert found(page, "电梯") == []
    assert db.session.execute(text("SELECT count(*) FROM issue_search")).scalar() == 0


def test_even_a_row_left_in_the_index_is_not_shown_unless_it_is_told(page, town, told):
    issue = told("电梯坏了")
    with writing() as session:
        session.execute(text("UPDATE issue SET summary_state = 'shown' WHERE id = :id"), {"id": issue.id})
    assert found(page, "电梯") == []


def test_comments_are_found_after_the_worker_came_and_gone_when_hidden(page, town, told, tick):
    issue = told("楼道灯")
    remark = make_comment(issue, town.neighbour, "我们门口的自行车也倒了")
    tick("issues.search_words")
    assert found(page, "自行车") == [issue.id]
    with writing():
        hiding.hide_comment(locked(Comment, remark.id), "privacy")
    assert found(page, "自行车") == []
    with writing():
        hiding.show_comment(locked(Comment, remark.id))
    assert found(page, "自行车") == [issue.id]


def test_what_changes_while_the_worker_looks_is_looked_at_again(town, told):
    issue = told("楼道灯")
    [(number, mark)] = search.due()
    with writing():
        search.mark_due(locked(Issue, issue.id))
        search.done(number, mark)
    assert [number for number, _ in search.due()] == [issue.id]


def test_nothing_exact_shows_what_is_close(page, told, tick):
    light, lift = told("路灯坏了三天"), told("电梯吵")
    tick("issues.search_words")
    doc = page.get("issues.index", q="小区西门口路灯不亮")
    assert [a.attrs["href"].rsplit("/", 1)[1] for a in doc.all("li.row a")] == [str(light.id)]
    assert lift.id and "没有" in doc


def test_filters_narrow_a_search(page, town, told):
    here, there = told("电梯坏了"), told("电梯也坏了", place=town.other_door)
    assert found(page, "电梯", area=town.other_building.id) == [there.id]
    assert found(page, "电梯", category="water", kind="complaint") == [there.id, here.id]
    assert found(page, "电梯", kind="help") == []


SIGNS = [
    "",
    " ",
    '"',
    "*",
    "a OR b",
    "NEAR(",
    "title:",
    '电梯" OR "',
    "')--",
    "%",
    "\\",
    "-",
    "^电梯",
    "电 梯",
]


@pytest.mark.parametrize("words", [*SIGNS, "𠀀", "🙂", "a" * 500, "梯" * 500])
def test_no_question_breaks_it(page, told, words):
    told("电梯坏了")
    page.get("issues.index", q=words)


def test_close_ones_are_offered_to_who_is_writing(town, told):
    issue = told("垃圾桶太远")
    told("电梯吵")
    assert [each.id for each in search.similar("垃圾桶离10号楼太远了", town.community.id)] == [issue.id]
    assert search.similar("垃圾桶离10号楼太远了", town.building.id) == []


def test_a_common_word_is_read_in_the_order_of_its_index_and_never_sorted(app, told):
    """A sort in either arm reads every issue that has the words: 100 ms at 100,000."""
    told("路灯不亮")
    if db.engine.dialect.name != "sqlite":
        return  # there the planner chooses by size; the limit is the same
    found = search.hits(question("路灯 修好"), {}, search.After.read(""), 21)
    words = db.select(found).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert plan and not [line for line in plan if "TEMP B-TREE" in line], plan


def test_a_word_that_no_title_has_is_in_no_title(app, told):
    """Titles have words of their own in FTS5, so that such a search ends at once."""
    told("路灯不亮", summary="修好为止。")
    if db.engine.dialect.name != "sqlite":
        return
    asked = text("SELECT count(*) FROM issue_search WHERE issue_search MATCH :asked")
    assert db.session.scalar(asked, {"asked": "t路灯"}) == 1
    assert db.session.scalar(asked, {"asked": "t修好"}) == 0
