"""An attacker with a dump of everything but the keys, who knows who cast when, and guesses who chose what.

Every way of lining ballots up with homes that a dump offers is tried; the best one is what counts.
"""

from sqlalchemy import text

from civic.extensions import db

ONE_IN_TEN_THOUSAND = 3.72  # standard deviations above chance, one-sided


def best_hits(cast: list[tuple[int, str]]) -> tuple[int, int]:
    """(hits of the best guess, number of guesses tried) against homes with their letters, in casting order.

    A guess pairs the k-th ballot of some order of the dump with the k-th home of another.
    """
    truth = [letter for _home, letter in cast]
    by_home = [letter for _home, letter in sorted(cast)]
    hits = []
    for ballots in _orders():
        for real in (truth, truth[::-1], by_home, by_home[::-1]):
            hits.append(sum(one == other for one, other in zip(ballots, real, strict=True)))
    return max(hits), len(hits)


def _orders():
    """The opened ballots in each order a dump can be read in: as stored, by key, by every other column."""
    yield _letters("SELECT content FROM counted_ballot")
    columns = list(db.session.execute(text("SELECT * FROM counted_ballot LIMIT 1")).mappings().one())
    for column in columns:
        if column not in ("content", "vote_id"):
            yield _letters(f"SELECT content FROM counted_ballot ORDER BY {column}")


def _letters(statement):
    return ["甲" if "甲" in str(row) or "u7532" in str(row) else "乙"
            for row in db.session.execute(text(statement)).scalars()]  # fmt: skip


def bound(homes: int, guesses: int) -> float:
    """More hits than this happen by chance less than once in ten thousand, however many guesses are tried."""
    return homes / 2 + (ONE_IN_TEN_THOUSAND + 0.35 * guesses**0.5) * homes**0.5 / 2
