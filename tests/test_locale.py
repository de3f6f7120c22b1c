"""Dates, money and areas as people write them; one msgid, one Chinese sentence."""

import os
from datetime import date, datetime, timedelta

import pytest

from civic import locale
from civic.database import SHANGHAI, local_today, utcnow
from civic.locale import area, day, moment, money, read_words, relative, until


def test_no_two_rooms_translate_one_sentence_differently():
    assert read_words()[1] == []


@pytest.fixture
def chinese(app):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app):
    with app.test_request_context("/", headers={"Cookie": "lang=en"}):
        yield


def test_a_day_is_written_as_neighbours_write_it(chinese, clock):
    clock.to("2026-03-01 12:00")
    assert day(date(2026, 3, 14)) == "3月14日 周六"
    assert day(date(2025, 12, 31)) == "2025年12月31日 周三"
    assert day(None) == ""


def test_a_moment_is_shown_in_shanghai(chinese, clock):
    clock.to("2026-03-14 16:30")
    assert moment(utcnow()).endswith("16:30")


def test_english_dates_are_english(english, clock):
    clock.to("2026-03-01 12:00")
    assert day(date(2026, 3, 14)) == "Sat 14 Mar"


@pytest.mark.parametrize("days, words", [(0, "今天"), (2, "还剩 2 天"), (-3, "3 天前")])
def test_how_far_from_today(chinese, days, words):
    assert relative(local_today() + timedelta(days=days)) == words


def test_how_far_from_now(chinese):
    assert relative(utcnow() - timedelta(seconds=5)) == "刚刚"
    assert relative(utcnow() - timedelta(minutes=5, seconds=1)) == "5 分钟前"
    assert relative(utcnow() + timedelta(hours=3, seconds=30)) == "还剩 3 小时"


@pytest.mark.parametrize("fen, text", [(0, "¥0"), (123450, "¥1,234.50"), (-100, "-¥1"), (1480000, "¥14,800")])
def test_money_is_exact(fen, text):
    assert money(fen) == text


@pytest.mark.parametrize("centi, text", [(6200, "62㎡"), (8217600, "82,176㎡"), (6205, "62.05㎡")])
def test_areas_are_exact(centi, text):
    assert area(centi) == text


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends(chinese, clock):
    clock.to("2026-03-01 12:00")
    midnight = datetime(2026, 3, 14, tzinfo=SHANGHAI)
    assert until(midnight) == "3月13日 周五 24:00"
    assert until(midnight + timedelta(hours=1)) == "3月14日 周六 01:00"
    assert until(None) == ""


def test_a_start_joins_the_catalogues_when_one_of_them_is_another(tmp_path, monkeypatch):
    rooms, joined = tmp_path / "rooms", tmp_path / "messages.mo"
    rooms.mkdir()
    monkeypatch.setattr(locale, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(locale, "JOINED", joined)

    def said(room, chinese):
        (rooms / f"{room}.po").write_text(f'msgid "{room}"\nmsgstr "{chinese}"\n', "utf-8")

    said("issues", "甲")
    locale.refresh_words()
    assert "甲".encode() in joined.read_bytes()
    joined.write_bytes(b"kept")
    os.utime(joined, ns=(locale._newest_words(),) * 2)
    locale.refresh_words()
    assert joined.read_bytes() == b"kept"  # nothing changed: not joined again
    said("votes", "乙")
    os.utime(rooms / "votes.po", (2e9, 2e9))
    locale.refresh_words()
    assert "乙".encode() in joined.read_bytes()
    (rooms / "votes.po").unlink()
    locale.refresh_words()
    assert "乙".encode() not in joined.read_bytes()
