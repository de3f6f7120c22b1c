"""Reply times: against the standard library; 1,984 real ones against ten lines over the file."""

import csv
import math
import statistics
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.reviews import reply_times
from civic.reviews.timeliness import days, timeliness

DAY = 86_400


@given(st.lists(st.integers(0, 100 * DAY), min_size=1, max_size=200))
def test_figures_equal_the_standard_librarys_and_a_count(seconds):
    found, ordered = timeliness(seconds), sorted(seconds)
    assert found.median == statistics.median(map(Fraction, seconds))
    assert found.p90 == next(s for s in ordered if sum(o <= s for o in ordered) * 10 >= 9 * len(ordered))
    assert found.share_within == Fraction(sum(s <= 15 * DAY for s in seconds), len(seconds))


def test_no_replies_no_figures():
    assert timeliness([]) is None
    assert (days(DAY), days(DAY // 2), days(Fraction(DAY * 149, 1000))) == ("1.0", "0.5", "0.1")


def ten_lines(path):
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    took = sorted(
        (datetime.fromisoformat(r["replied_at"]) - datetime.fromisoformat(r["submitted_at"])).total_seconds()
        for r in rows
    )
    p90 = took[math.ceil(len(took) * 0.9) - 1]
    return len(took), statistics.median(took), p90, sum(t <= 15 * DAY for t in took) / len(took)


def imported(app, path):
    reply_times.forget()
    for _again in range(2):  # a second run changes nothing
        told = app.test_cli_runner().invoke(args=["reviews", "import-history", str(path)])
        assert told.exit_code == 0, told.output
    reply_times.forget()
    year, found = reply_times.history()[0]
    assert year is None
    return found.n, found.median, found.p90, float(found.share_within)


def made_up(path, many=500):
    start = datetime.fromisoformat("2019-03-01T08:00:00+08:00")
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["external_no", "submitted_at", "replied_at"])
        for n in range(many):
            raised = start + timedelta(hours=n)
            writer.writerow([n, raised.isoformat(), (raised + timedelta(seconds=n * n * 7)).isoformat()])
    return path


def test_history_gives_what_ten_lines_over_the_file_give(app, town, tmp_path):
    path = made_up(tmp_path / "answered.csv")
    assert imported(app, path) == ten_lines(path)


@pytest.mark.real_data
def test_real_history_gives_what_ten_lines_over_the_file_give(app, town, real_data):
    path = real_data / "complaints/answered.csv"
    assert imported(app, path) == ten_lines(path)


def test_lines_that_cannot_be_taken_are_named_and_the_others_kept(app, town, tmp_path):
    path = tmp_path / "some.csv"
    path.write_text(
        "external_no,submitted_at,replied_at\n1,2020-01-01,2020-01-03\n2,yesterday,2020-01-03\n"
        "3,2020-01-05,2020-01-03\n",
        "utf-8",
    )
    told = app.test_cli_runner().invoke(args=["reviews", "import-history", str(path)])
    assert "3, 4" in told.output
    path.write_text("no,when\n1,2020-01-01\n", "utf-8")
    told = app.test_cli_runner().invoke(args=["reviews", "import-history", str(path)])
    assert (told.exit_code, "external_no" in told.output) == (1, True)


def test_the_page_shows_history_as_history(app, town, page, tmp_path):
    imported(app, made_up(tmp_path / "answered.csv"))
    assert "从以前的清单搬来" in page.get("reviews.timeliness").text
