"""Ranks the city announced: shown with their source, marked as not ours, noted above the street alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from civic.database import local_today, writing
from civic.errors import Refused
from civic.extensions import db
from civic.places.models import Place
from civic.reviews import outside_ranks, runs
from civic.reviews.outside_ranks import OutsideRank, read_ranks
from tests.reviews.test_pages import OURS

SAID = {"list_name": "全市排名", "source": "日报2026年1月12日", "published_on": "2026-01-12"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2024 20\n\n2023 52", [(2023, 52, None), (2024, 20, None)]),
        ("2023年 第52名 共343个", [(2023, 52, 343)]),
    ],
)
def test_lines_are_read_as_they_are_written(words, found):
    assert read_ranks(words) == found


@pytest.mark.parametrize(
    "words",
    ["", "2023", "2023 0", "1999 5", "2999 5", "2023 52 20", "2023 1\n2023 2", "52 2023", "2023 1 2 3"],
)
def test_a_line_that_cannot_be_meant_is_refused(words):
    with pytest.raises(ValueError):
        read_ranks(words)


def test_the_district_notes_them_and_everybody_sees_whose_they_are(page, town):
    street = db.session.get(Place, town.community.parent_id)
    desk = page.as_(town.district)
    wrong = desk.post("/reviews/outside-ranks", SAID | {"street": street.id, "ranks": "第一"}, status=422)
    assert "没读懂的是:第一" in wrong and wrong.one("[name=source]").attributes["value"] == SAID["source"]
    desk.get("/reviews/outside-ranks/new")
    desk.submit("录入", SAID | {"street": street.id, "ranks": "2023 52\n2024 20 343\n2025 10"})
    shown = page.as_(None).get("/reviews/years")
    outside = shown.one("#outside").text()
    for words in ("外部结果", "第52名", "第20名", "共343个", "第10名", SAID["source"], street.label):
        assert words in outside, words
    assert OURS not in outside
    with writing():
        runs.note_outside_ranks(
            street, [(2025, 11, None)], by=town.district, list_name=SAID["list_name"], source="更正",
            published_on=date(2026, 2, 1),
        )  # fmt: skip
    years, (one,) = outside_ranks.announced()
    assert years == [2023, 2024, 2025] and one.ranks[2025].place == 11 and one.ranks[2024].place == 20


def test_nobody_notes_the_rank_of_their_own_street_or_of_a_day_to_come(page, town):
    page.as_(town.street).post("/reviews/outside-ranks", SAID, status=403)
    assert outside_ranks.streets_for(town.street) == []
    street = db.session.get(Place, town.community.parent_id)
    for day in (local_today() + timedelta(days=1), date(2022, 12, 31)):
        with pytest.raises(Refused), writing():
            runs.note_outside_ranks(
                street, [(2023, 1, None)], by=town.district, list_name="x", source="x", published_on=day
            )


def test_a_note_stays_as_it_was_made(town):
    street = db.session.get(Place, town.community.parent_id)
    with writing():
        runs.note_outside_ranks(
            street,
            [(2023, 1, None)],
            by=town.district,
            list_name="x",
            source="x",
            published_on=date(2024, 1, 2),
        )
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(update(OutsideRank).values(place=9))
