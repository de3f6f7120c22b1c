"""Which rule applies: against an oracle that walks from the finest category and the nearest place upwards."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.dispatch.table_rules import winner

DAY = date(2026, 3, 2)
CODES = ("a", "a.b", "a.b.c", "a.bb", "ab", "ab.c")
PLACES = (1, 2, 3, 4, 9)


@dataclass(frozen=True)
class Rule:
    id: int
    place_id: int
    category: str
    valid_from: date
    valid_to: date | None


def days():
    return st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))


def rules():
    one = st.builds(
        Rule,
        id=st.integers(1, 10_000),
        place_id=st.sampled_from(PLACES),
        category=st.sampled_from(("", *CODES)),
        valid_from=days(),
        valid_to=st.none() | days(),
    )
    return st.lists(one, max_size=25, unique_by=lambda rule: rule.id)


def slow(rules, category, places, day):
    """Try every pair of category and place in order; the first with a rule in force has it."""
    codes = []
    while category:
        codes.append(category)
        category = category.rpartition(".")[0]
    for code in [*codes, ""]:
        for place in reversed(places):
            in_force = []
            for rule in rules:
                since = (day - rule.valid_from).days >= 0
                still = rule.valid_to is None or (rule.valid_to - day).days > 0
                if rule.category == code and rule.place_id == place and since and still:
                    in_force.append(rule)
            if in_force:
                in_force.sort(key=lambda rule: (rule.valid_from, rule.id))
                return in_force[-1]
    return None


@given(rules(), st.sampled_from((None, *CODES)), st.integers(1, 4), days())
def test_the_most_specific_rule_wins(found, category, depth, day):
    places = PLACES[:depth]
    assert winner(found, category, places, day) == slow(found, category, places, day)


def rule(number, place, category, since=DAY, until=None):
    return Rule(number, place, category, since, until)


def test_what_it_is_about_says_more_than_where_it_is():
    streets, building = rule(1, 1, "a.b"), rule(2, 4, "a")
    assert winner([streets, building], "a.b", (1, 2, 4), DAY) == streets
    assert winner([streets, building], "a.x", (1, 2, 4), DAY) == building


def test_a_rule_holds_until_the_day_before_its_last():
    one = rule(1, 1, "", until=DAY + timedelta(days=1))
    assert winner([one], "a", (1,), DAY) == one
    assert winner([one], "a", (1,), DAY + timedelta(days=1)) is None
    assert winner([one], "a", (1,), DAY - timedelta(days=1)) is None


def test_a_category_that_only_begins_alike_is_another():
    assert winner([rule(1, 1, "a")], "ab.c", (1,), DAY) is None
