"""The public pages: every rate and rank says whose figures they are, shows n, and costs a few statements."""

from datetime import date

import pytest

from civic.database import writing
from civic.reviews import adding, runs
from civic.reviews.adding import Period

OURS = "本站数据计算,不是市、区考评成绩"
ENDS = ("yes", "yes", "yes", "no")


def lines(town, bodies, cases):
    """So many cases of each body, three of four solved; every third answer was told by telephone."""
    street, community = str(town.community.parent_id), str(town.community.id)
    return [
        (
            f"{body}-{n}", street, community, "parking.locks", str(body), "lead", *"11100",
            ENDS[n % 4], ENDS[n % 4], str(int(n % 3 == 0)),
        )
        for body in bodies
        for n in range(cases)
    ]  # fmt: skip


@pytest.fixture
def freeze(town):
    """Freeze a month of made-up facts; two bodies with enough callbacks, one with too few."""

    def run(month, bodies=None, cases=24):
        bodies = bodies or (town.department.id, town.property.id)
        facts = lines(town, bodies, cases) + lines(town, [town.water.id], 5)
        period = Period(date(2025, month, 1), date(2025, month + 1, 1))
        with writing():
            scheme = runs.set_scheme(
                by=None, name="示例", basically_is_half=False, is_example=True, response=30, resolution=35,
                satisfaction=35, first_receiver=0, proactive=0,
            )  # fmt: skip
        made = adding.add_up(period, scheme, facts)
        with writing():
            return runs.freeze(made)

    return run


def test_every_rate_and_rank_says_whose_figures_they_are(page, freeze, town):
    run = freeze(3)
    pages = [
        ("reviews.index", {}), ("reviews.run", {"no": run.id}), ("reviews.runs_page", {}),
        ("reviews.body", {"no": town.property.id}), ("reviews.community", {"no": town.community.id}),
        ("reviews.street", {"no": town.community.parent_id}), ("reviews.category", {"code": "parking.locks"}),
        ("reviews.category", {"code": "parking"}),
    ]  # fmt: skip
    for endpoint, values in pages:
        assert OURS in page.get(endpoint, **values).text, endpoint
    assert "75.00%(n = 53)" in page.get("reviews.index").text or "n = 53" in page.last.text


def test_too_few_callbacks_no_rank_and_ranks_are_intervals(page, freeze, town):
    run = freeze(3)
    shown = page.get("reviews.run", no=run.id)
    rows = {row.text(): row for row in shown.all("tbody tr")}
    water = next(text for text in rows if town.water.short_name in text)
    assert "回访不足20件,不排名" in water
    assert sum("第1到第2名" in text for text in rows) == 2


def test_rates_are_shown_with_and_without_what_was_told_by_telephone(page, freeze):
    freeze(3)
    shown = page.get("reviews.index")
    assert "不算电话代记的" in shown.text
    assert "n = 53" in shown.text
    assert "n = 35" in shown.text


def test_pages_cost_the_same_with_many_bodies_and_periods(page, freeze, at_most, town):
    run = freeze(3)
    many = [town.department.id, town.property.id, town.school.id, town.committee.id, town.owners_committee.id]
    later = [freeze(month, many) for month in (4, 5, 6)]
    for number in (run.id, later[-1].id):
        with at_most(8):
            page.get("reviews.run", no=number)
    for endpoint, values in (
        ("reviews.index", {}), ("reviews.runs_page", {}), ("reviews.body", {"no": town.property.id}),
        ("reviews.years", {}), ("reviews.timeliness", {}), ("reviews.schemes", {}),
    ):  # fmt: skip
        with at_most(5):
            page.get(endpoint, **values)


def test_before_the_first_period_is_over_every_page_says_so(page, town):
    for endpoint in ("reviews.index", "reviews.runs_page", "reviews.years", "reviews.schemes"):
        assert "还没有" in page.get(endpoint).text
    page.get("reviews.timeliness")
    assert "没有到期的事" in page.get("reviews.body", no=town.property.id).text
    page.get("reviews.body", no=9999, status=404)
    page.get("reviews.run", no=9999, status=404)
    page.get("reviews.category", code="nothing", status=404)
