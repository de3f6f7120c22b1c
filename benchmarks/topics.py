"""A topic's pages with 300 arguments and 5,000 opinions, and the statements beside those with ten of each."""

import shutil
import sqlite3
import sys

from benchmarks import seed
from benchmarks.plan import Row
from benchmarks.wrk import Call

SIZES = {"few": (10, 10), "many": (300, 5_000)}
SIDES, THEMES = ("for", "against", "condition"), 3
PAGES = {
    "topic": "/topics/{no}",
    "topic-opinions": "/topics/{no}/opinions",
    "topic-arguments": "/topics/{no}/arguments",
    "topic-column": "/topics/{no}/arguments?side=against",
}


def make(label: str):
    """The demo town with one topic that much was said on; made anew when migrations changed."""
    home, base = seed.FOLDER / f"topic-{label}", seed.founded()
    stamp = home / "made-from"
    source = (base / "made-from").read_text()
    if not stamp.exists() or stamp.read_text() != source:
        print(f"  making a topic with {SIZES[label]} …", file=sys.stderr, flush=True)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base, home, ignore=shutil.ignore_patterns("made-from"))
        with sqlite3.connect(home / "civic.db") as file:
            _say(file, *SIZES[label])
        file.close()
        stamp.write_text(source)
    return home


def chosen(file) -> int:
    """The topic with an opinion round that is longest in the town."""
    return file.execute("SELECT topic_id FROM opinion_round ORDER BY topic_id LIMIT 1").fetchone()[0]


def _say(file, arguments, opinions):
    no = chosen(file)
    asked = file.execute("SELECT max(id) FROM opinion_round WHERE topic_id = ?", (no,)).fetchone()[0]
    people = [row[0] for row in file.execute("SELECT id FROM person ORDER BY id LIMIT 50")]
    for table in ("opinion WHERE round_id IN (SELECT id FROM opinion_round WHERE topic_id = :no)",
                  "argument WHERE topic_id = :no", "argument_count WHERE topic_id = :no"):  # fmt: skip
        file.execute(f"DELETE FROM {table}", {"no": no})
    words = "撤了桶以后老人要多走五十米,冬天路滑,希望先把灯补上再撤。"
    file.executemany(
        "INSERT INTO opinion (round_id, person_id, body, created_at) "
        "VALUES (?, ?, ?, datetime('now', ? || ' minutes') || '.000000')",
        [(asked, people[n % 50], f"{words}第{n}条", n - opinions) for n in range(opinions)],
    )
    file.executemany(
        "INSERT INTO argument (topic_id, side, theme, body, person_id, created_at) "
        "VALUES (?, ?, ?, ?, ?, datetime('now', ? || ' minutes') || '.000000')",
        [
            (no, SIDES[n % 3], n // 3 % THEMES, f"{words}第{n}条", people[n % 50], n - arguments)
            for n in range(arguments)
        ],
    )
    file.execute(
        "INSERT INTO argument_count SELECT topic_id, side, theme, count(*), count(*) FROM argument "
        "WHERE topic_id = ? GROUP BY 1, 2, 3",
        (no,),
    )
    file.execute("UPDATE topic SET opinions_count = ? WHERE id = ?", (opinions, no))


def rows(home) -> list[Row]:
    """The pages a reader opens."""
    file = sqlite3.connect(home / "civic.db")
    try:
        no = chosen(file)
    finally:
        file.close()
    return [Row(name, "topic", [Call(path.format(no=no))]) for name, path in PAGES.items()]
