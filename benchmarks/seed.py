"""Databases to measure on: the demo town, 4,000 homes with somebody signed in, and N issues told in public.

Rows follow from their number alone, so two runs measure the same; days are spread over 700 days
whatever N is. Issues are written by SQL into tables whose indices are made afterwards: a million
in about a minute. Kept between runs while migrations and these files are the same.
"""

import hashlib
import shutil
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import select

from benchmarks.engines import address
from benchmarks.homes import sign_homes_in
from civic import create_app, demo, migrating
from civic.database import writing
from civic.extensions import db
from civic.issues.models import Issue
from civic.issues.search import PUBLIC, put_many
from civic.issues.tokens import pairs
from civic.threads.models import Thread

FOLDER = Path(__file__).parent.parent / "instance" / "bench"
SEARCHABLE = 100_000  # larger databases are measured as lists only
TITLED = "SELECT issue.id FROM issue JOIN thread ON thread.id = issue.thread_id WHERE thread.title = '{}'"
# An issue of the demo town on its way, with 27 acts in its story: it gets the comments.
STORY = TITLED.format("去公园多开一个门,别只认人脸")
MODEL = TITLED.format("独居老人想有人敲敲门")  # told; all made-up ones take their other columns from it
COMMENTS = 200
FREQUENT, RARE = "waste", "building_law"  # categories of half the issues, and of forty
RARE_ROWS = 40
TITLES = (
    "楼道灯坏了", "垃圾桶太远", "私装地锁占车位", "电梯常常停",
    "下水道返味", "路灯晚上不亮", "健身器材松了", "树枝挡窗",
)  # fmt: skip

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count) "
OPEN = "i % 2"  # every other issue is still being worked on
AGO = "'-' || ((:count - i) * 60480000 / :count) || ' seconds'"
RAISED = f"strftime('%Y-%m-%d %H:%M:%S', :now, {AGO}) || '.000000'"
TITLE = "(SELECT words FROM title WHERE title.k = i % (SELECT count(*) FROM title)) || ' ' || (i % 97)"
AREA = "(SELECT id FROM area WHERE area.k = i * 7 % (SELECT count(*) FROM area))"


def _seal(state, days, holder):
    on = f"date(:now, '-' || ((:count - i) * 700 / :count) || ' days', '+' || ({days}) || ' days')"
    return f"json_object('state', {state}, 'on', {on}, 'holder', '{holder}')"


ACTING = f"iif({OPEN}, 'now', 'done')"
SEALS = "json_object('intake', {}, 'dispatch', {}, 'act', {}, 'review', {})".format(
    _seal("'done'", "0", ""),
    _seal("'done'", "i % 5", "星榆社区"),
    _seal(ACTING, "i % 5 + i % 11", "星榆物业"),
    f"iif({OPEN}, json_object('state', 'todo'), {_seal(repr('done'), '20', '')})",
)
THREAD = {
    "id": ":thread + i", "area_id": AREA, "title": TITLE, "seals": SEALS,
    "status": f"iif({OPEN}, 'acting', 'done')", "stage": f"iif({OPEN}, 'act', 'review')",
    "holder_name": f"iif({OPEN}, '星榆物业', '')",
    "due_on": f"iif({OPEN}, date(:now, '+' || (400 + i % 30) || ' days'), NULL)",
    "created_at": RAISED, "updated_at": RAISED,
}  # fmt: skip
ISSUE = {
    "id": ":issue + i", "thread_id": ":thread + i", "area_id": AREA, "place_id": AREA,
    "state": f"iif({OPEN}, 'acting', 'confirmed')", "status": f"iif({OPEN}, 'acting', 'done')",
    "category": f"iif(i % (:count / {RARE_ROWS}) = 7, '{RARE}', iif(i % 4 < 2, '{FREQUENT}', 'green'))",
    "summary_title": TITLE,
    "summary_public": f"{TITLE} || '。请有关单位来看一看,修好为止;修好后在这里说一声。'",
    "supports": "((i * 2654435761) >> 8) % 400", "comments_count": "((i * 40503) >> 4) % 60",
    "external_no": "NULL", "waiting_since": f"iif({OPEN}, {RAISED}, NULL)",
    "raised_at": RAISED, "created_at": RAISED, "accepted_at": RAISED,
}  # fmt: skip


def make(count: int) -> Path:
    """The instance folder with `count` made-up issues; made now unless it is there and up to date."""
    home = FOLDER / str(count)
    return home if _is_fresh(home) else _build(home, count)


def open_app(home: Path, **overrides):
    """The site on the database in `home`, limits raised as the bench's servers have them."""
    overrides = {"RATELIMIT_DEFAULT": "1000000 per minute"} | overrides
    return create_app(
        INSTANCE=home, MEDIA=home / "media", KEYS=home / "keys",
        SQLALCHEMY_DATABASE_URI=address(home), **overrides,
    )  # fmt: skip


def _source() -> str:
    files = [
        *sorted(Path("migrations/versions").glob("*.py")),
        Path(__file__),
        Path(sign_homes_in.__code__.co_filename),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _is_fresh(home):
    stamp = home / "made-from"
    return stamp.exists() and stamp.read_text() == _source()


def _build(home, count):
    base = founded()
    print(f"  making {count:,} issues …", file=sys.stderr, flush=True)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(base, home, ignore=shutil.ignore_patterns("made-from"))
    _copy_issues(home / "civic.db", count)
    if count <= SEARCHABLE:
        _index_words(home)
    (home / "made-from").write_text(_source())
    return home


def founded() -> Path:
    """The instance folder every database begins as."""
    base = FOLDER / "base"
    if not _is_fresh(base):
        _found(base)
    return base


def _found(base):
    """The demo town, homes signed in, comments under one issue, and the two tables of C_post."""
    print("  making the demo town …", file=sys.stderr, flush=True)
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    fill(base)
    with sqlite3.connect(base / "civic.db") as file:
        _say_something(file)
        box = file.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'envelope' AND sql IS NOT NULL")
        for (words,) in box.fetchall():  # a second box for C, in every way like the first
            file.execute(words.replace("envelope", "bench_envelope"))
        file.executescript(
            "CREATE TABLE bench_turnout (returned INTEGER NOT NULL); INSERT INTO bench_turnout VALUES (0)"
        )
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    (base / "made-from").write_text(_source())


def fill(home):
    """The demo town with homes signed in, in the empty database of `home`."""
    with open_app(home).app_context():
        migrating.upgrade()
        demo.load()
        sign_homes_in()
        db.session.remove()
        db.engine.dispose()


def _say_something(file):
    authors = [row[0] for row in file.execute("SELECT id FROM person ORDER BY id LIMIT 20")]
    places = [row[0] for row in file.execute("SELECT id FROM place WHERE kind = 'building' ORDER BY id")]
    (story,) = file.execute(STORY).fetchone()
    file.execute("DELETE FROM comment WHERE issue_id = ?", (story,))
    file.executemany(
        "INSERT INTO comment (issue_id, author_id, voice, place_id, body, created_at) "
        "VALUES (?, ?, 'resident', ?, ?, datetime('now', ? || ' minutes') || '.000000')",
        [
            (
                story,
                authors[n % len(authors)],
                places[n % len(places)],
                f"我们楼也是这样,第{n}天了,希望早点来修。",
                n - COMMENTS,
            )
            for n in range(COMMENTS)
        ],
    )
    file.execute("UPDATE issue SET comments_count = ? WHERE id = ?", (COMMENTS, story))


def _copy_issues(path, count):
    file = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
        file.execute(f"PRAGMA {pragma}")
    for table in ("title (k INTEGER PRIMARY KEY, words)", "area (k INTEGER PRIMARY KEY, id)"):
        file.execute(f"CREATE TEMP TABLE {table}")
    file.executemany("INSERT INTO title VALUES (?, ?)", enumerate(TITLES))
    file.execute(
        "INSERT INTO area SELECT row_number() OVER (ORDER BY id) - 1, id FROM place "
        "WHERE kind IN ('building', 'spot')"
    )
    indices = file.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = 'index' AND tbl_name IN ('issue', 'thread') AND sql IS NOT NULL"
    ).fetchall()
    given = {
        "count": count,
        "thread": file.execute("SELECT max(id) + 1 FROM thread").fetchone()[0],
        "issue": file.execute("SELECT max(id) + 1 FROM issue").fetchone()[0],
        "now": file.execute("SELECT datetime('now')").fetchone()[0],
    }
    file.execute("BEGIN")
    for name, _sql in indices:
        file.execute(f"DROP INDEX {name}")
    _multiply(file, Thread.__table__, THREAD, f"SELECT thread_id FROM issue WHERE id = ({MODEL})", given)
    _multiply(file, Issue.__table__, ISSUE, MODEL, given)
    for _name, sql in indices:
        file.execute(sql)
    file.execute("COMMIT")
    file.execute("PRAGMA journal_mode=WAL")
    file.close()


def _multiply(file, table, changed, model, given):
    """Write `count` rows like the row `model`, but for the columns in `changed`."""
    file.execute(f"CREATE TEMP TABLE model_{table.name} AS SELECT * FROM {table.name} WHERE id = ({model})")
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, f"m.{name}") for name in names)
    file.execute(
        f"{NUMBERS} INSERT INTO {table.name} ({', '.join(names)}) "
        f"SELECT {values} FROM n, model_{table.name} m",
        given,
    )


def _index_words(home):
    with open_app(home).app_context():
        known = set(db.session.scalars(db.text("SELECT rowid FROM issue_search")))
        told = db.session.execute(
            select(Issue.id, Issue.summary_title, Issue.summary_public).where(
                Issue.summary_state == "released"
            )
        )
        rows = [
            {"id": no, "title": pairs(title), "words": pairs(f"{title}\n{words}")}
            for no, title, words in told
            if no not in known
        ]
        with writing():
            put_many(PUBLIC, rows)
        db.session.remove()
        db.engine.dispose()
