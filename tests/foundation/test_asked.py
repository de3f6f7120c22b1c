"""Which tests PostgreSQL is spared: those that ask it nothing which others do not ask."""

from collections import Counter
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from tests.harness import asked, groups

STATEMENTS = ["SELECT 1", "SELECT 2", "INSERT INTO a", "UPDATE a", "IntegrityError: INSERT INTO a"]
tests = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.tuples(st.sets(st.sampled_from(STATEMENTS)), st.floats(0, 9)),
    max_size=9,
)


@given(tests)
def test_what_stays_asks_everything_and_nothing_in_it_could_go(suite):
    told = {test: statements for test, (statements, _) in suite.items()}
    stay = asked.chosen(told, {test: seconds for test, (_, seconds) in suite.items()})
    everybody = Counter(one for statements in told.values() for one in statements)
    there = Counter(one for test in stay for one in told[test])
    wanted = {one: min(count, 1 if one.startswith("SELECT") else 2) for one, count in everybody.items()}
    assert all(there[one] >= count for one, count in wanted.items())
    for test in stay:
        assert any(there[one] == wanted[one] for one in told[test])


def test_a_statement_is_one_however_many_values_it_names():
    assert asked.plain("SELECT a FROM b\n WHERE c IN (?, ?, ?)") == asked.plain(
        "SELECT a FROM b WHERE c IN (?)"
    )
    assert asked.plain("INSERT INTO a (b) VALUES (?), (?)") == asked.plain("INSERT INTO a (b) VALUES (?)")
    assert asked.plain("UPDATE a SET b=?, c=? WHERE d = ?") == {
        "UPDATE a SET b=? WHERE d = ?",
        "UPDATE a SET c=? WHERE d = ?",
    }
    assert asked.plain("UPDATE a SET b=(a.b + ?), c=? WHERE d = ?") == {
        "UPDATE a SET b=(a.b + ?), c=? WHERE d = ?"
    }
    assert asked.plain("SELECT a FROM b") != asked.plain("SELECT a FROM b WHERE c = ?")
    assert not asked.plain("PRAGMA foreign_keys")


def test_a_statement_that_only_spared_tests_ask_is_missed(monkeypatch):
    runs = {
        "sqlite": {"old": {"SELECT 1"}, "spared": {"SELECT 1", "SELECT 2"}},
        "postgres": {"old": {"SELECT 1"}},
    }
    monkeypatch.setattr(asked, "read", lambda engine: (runs[engine], {}))
    assert asked.unasked() == ["SELECT 2"]
    runs["postgres"]["spared"] = set()  # it ran, whatever it is called there
    assert asked.unasked() == []


def test_only_postgres_is_spared(monkeypatch):
    monkeypatch.setattr(groups, "elsewhere", lambda: {"spared"})
    items = [SimpleNamespace(nodeid="new"), SimpleNamespace(nodeid="spared")]
    assert groups.spare_postgres(items, "sqlite") == 0 and len(items) == 2
    assert groups.spare_postgres(items, "postgres") == 1
    assert [item.nodeid for item in items] == ["new"]
