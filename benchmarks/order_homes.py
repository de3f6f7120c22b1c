"""Databases with N work orders of one street: the told issues of seed.make, handed in, sent, replied, closed.

Of eight orders four are with two bodies each, so that 100,000 orders have 100,000 open legs; two wait to be
dispatched, unsorted, as the hotline's file leaves them; one is replied, one closed or on the long-term list.
Deadlines are whole days, so many are equal. Nothing is due by itself: moments ahead are a year away. The
counters of the board are what a count of the legs gives.
"""

import hashlib
import shutil
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import seed

STAMP = "orders-made-from"
COMMUNITY = "SELECT id FROM place WHERE kind = 'community' ORDER BY id LIMIT 1"
# The demo town's own orders stand still: their moments would pass one by one while the database is kept.
STILL = (
    "UPDATE dispatch_leg SET next_look_at = NULL", "UPDATE callback SET look_at = NULL",
    "UPDATE outbox_message SET next_try_at = NULL", "UPDATE leg_extension SET next_progress_on = NULL",
    "UPDATE long_term_entry SET next_review_on = date(:far)", "UPDATE whistle SET next_look_at = NULL",
    "UPDATE whistle_call SET next_look_at = NULL", "DELETE FROM leg_tally",
)  # fmt: skip

# k numbers the orders from 0; b is k / 8, so that every kind of order has every colour and day.
KIND = "CASE k % 8 WHEN 4 THEN 'received' WHEN 5 THEN 'received' WHEN 6 THEN 'replied' WHEN 7 THEN " \
       "iif(b % 2, 'closed', 'long_term') ELSE 'dispatched' END"  # fmt: skip
LIGHT = "CASE WHEN b % 10 < 6 THEN 'green' WHEN b % 10 < 8 THEN 'amber' ELSE 'red' END"


def _moment(days: str) -> str:
    return f"date(:now, ({days}) || ' days') || ' 10:00:00.000000'"


# One row an order: what every table below is filled from. Green and amber fall due in a year, red long ago.
MATTER = f"""
CREATE TEMP TABLE matter AS SELECT k, b, k + :order AS order_id, issue_id, thread_id, kind, light,
  iif(light = 'red', {_moment("-1 - b % 30")}, {_moment("400 + b % 30")}) AS due_at,
  iif(light = 'green', {_moment("390 + b % 30")}, {_moment("-40")}) AS amber_at,
  {_moment("-60 - b % 300")} AS received_at
FROM (SELECT *, {KIND} AS kind, {LIGHT} AS light FROM (
  SELECT k, k / 8 AS b, issue_id, thread_id FROM made))
"""
MADE = """
CREATE TEMP TABLE made AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id AS issue_id, thread_id
FROM issue WHERE id > :last ORDER BY id
"""
BY_ISSUE = "CREATE INDEX temp.ix_matter ON matter (issue_id, order_id)"
UNSORTED = """
UPDATE issue SET state = 'received', category = NULL, subcategory = NULL, urgency = NULL, channel = 'phone',
  body_raw = summary_title || ',打了几次电话,请尽快派人来看看。'
WHERE id IN (SELECT issue_id FROM matter WHERE kind = 'received')
"""
HAS_ORDER = """
UPDATE issue SET work_order_id = (SELECT order_id FROM matter WHERE issue_id = issue.id), street_id = :street
WHERE id > :last
"""
ORDERS = """
INSERT INTO work_order (id, issue_id, thread_id, community_id, street_id, state, round, channel, source,
  external_no, priority, category, urgency, first_receiver_id, objections, is_excluded, received_at,
  dispatched_at, due_at, due_is_given, replied_at, called_back_at, closed_at, changed_at, version)
SELECT order_id, issue_id, thread_id, :community, :street, kind, 1, 'phone', '12345', 'B' || k, '',
  iif(kind = 'received', NULL, 'waste'), iif(kind = 'received', NULL, 'normal'),
  iif(kind = 'received', NULL, :a), 0, 0, received_at, iif(kind = 'received', NULL, received_at), due_at, 1,
  iif(kind IN ('replied', 'closed'), received_at, NULL), iif(kind = 'closed', received_at, NULL),
  iif(kind = 'closed', received_at, NULL), received_at, 1 FROM matter
"""
# Two legs an order: a or b leads, b or c assists.
LEGS = """
INSERT INTO dispatch_leg (order_id, thread_id, community_id, street_id, round, body_id, role, state, sent_at,
  accepted_at, contact_due_at, contacted_at, due_at, amber_at, next_look_at, warned_at, late_since, paused_at,
  turned, escalated_to, replied_at, ended_at, version, created_at)
SELECT order_id, thread_id, :community, :street, 1,
  iif(role = 'lead', iif(k % 2, :b, :a), iif(k % 2, :c, :b)), role,
  iif(over, 'replied', iif(light = 'green', 'sent', 'contacted')), received_at,
  iif(light = 'green', NULL, received_at), iif(role = 'lead', amber_at, NULL),
  iif(light = 'green' AND NOT over, NULL, received_at), due_at, amber_at,
  iif(over OR stands OR light = 'red', NULL, iif(light = 'green', amber_at, due_at)),
  iif(light = 'green', NULL, amber_at), iif(light = 'red', due_at, NULL), iif(stands, received_at, NULL),
  light, iif(light = 'red', 'district', 'none'), iif(over, received_at, NULL), iif(over, received_at, NULL),
  1, received_at
FROM (SELECT *, kind IN ('replied', 'closed') AS over, kind = 'long_term' AS stands FROM matter
  WHERE kind <> 'received'), (SELECT 'lead' AS role UNION ALL SELECT 'assist')
"""
TALLY = """
INSERT INTO leg_tally (street_id, body_id, green, amber, red, parts)
SELECT street_id, body_id, sum(open AND turned = 'green'), sum(open AND turned = 'amber'),
  sum(open AND turned = 'red'), count(*)
FROM (SELECT *, ended_at IS NULL AS open FROM dispatch_leg) GROUP BY street_id, body_id
"""
CALLBACKS = """
INSERT INTO callback (order_id, round, thread_id, community_id, street_id, state, look_at, token_salt,
  fell_due_on, is_excluded, offered_at, asked_at, answered_at, version, created_at)
SELECT order_id, 1, thread_id, :community, :street,
  CASE kind WHEN 'replied' THEN 'asked' WHEN 'closed' THEN 'answered' ELSE 'expected' END,
  iif(kind = 'closed' OR light = 'red', NULL, due_at), '', iif(kind = 'closed', date(received_at), NULL), 0,
  iif(kind IN ('replied', 'closed'), received_at, NULL), iif(kind = 'replied', received_at, NULL),
  iif(kind = 'closed', received_at, NULL), 1, received_at FROM matter WHERE kind <> 'received'
"""
MESSAGES = """
INSERT INTO outbox_message (key, channel, verb, subject, params, thread_id, is_urgent, created_at, due_at,
  next_try_at, tries, sent_at)
SELECT 'bench-' || k, iif(k % 2, 'sms', 'mail'), 'leg.sent', 'dispatch_leg:' || k, '{}', thread_id, 0,
  received_at, received_at, iif(k % 10, NULL, :far), 1, iif(k % 10, received_at, NULL) FROM matter
"""
# What departs from the usual way: a number of orders in sixteen each.
OF_ORDER = "order_id, thread_id, community_id, street_id, asked_at"
COPIED = "l.order_id, l.thread_id, l.community_id, l.street_id, l.sent_at"
EXCEPTIONS = (
    f"INSERT INTO leg_extension ({OF_ORDER}, leg_id, body_id, state, due_was, due_at, reason, teller, "
    f"every_days, next_progress_on) "
    f"SELECT {COPIED}, l.id, l.body_id, 'approved', l.due_at, l.due_at, '', '', "
    "7, date(:far) FROM matter JOIN dispatch_leg l USING (order_id) WHERE k % 16 = 1 AND role = 'lead'",
    f"INSERT INTO leg_objection ({OF_ORDER}, leg_id, body_id, number, ground, words, judge, state) "
    f"SELECT {COPIED}, l.id, l.body_id, 1, 'outside_area', '', 'street', iif(b % 4, 'rejected', 'upheld') "
    "FROM matter JOIN dispatch_leg l USING (order_id) WHERE k % 16 = 2 AND role = 'assist'",
    f"INSERT INTO long_term_entry ({OF_ORDER}, state, reason, plan, owner_body_id, "
    f"next_review_on) SELECT {COPIED}, 'listed', '', '', l.body_id, date(:far) "
    "FROM matter JOIN dispatch_leg l USING (order_id) WHERE kind = 'long_term' AND role = 'lead'",
    f"INSERT INTO exclusion ({OF_ORDER}, ground, words, state) SELECT {COPIED}, 'duplicate', '', 'approved' "
    "FROM matter JOIN dispatch_leg l USING (order_id) WHERE k % 64 = 6 AND role = 'lead'",
)


def make(count: int) -> Path:
    """The instance folder with `count` orders; made now unless it is there and up to date."""
    base, home = seed.make(count), seed.FOLDER / f"orders-{count}"
    stamp, source = home / STAMP, _source(base)
    if not stamp.exists() or stamp.read_text() != source:
        print(f"  making {count:,} work orders …", file=sys.stderr, flush=True)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base, home)
        _hand_out(home / "civic.db", count)
        stamp.write_text(source)
    return home


def _source(base):
    return hashlib.sha256((base / "made-from").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _hand_out(path, count):
    file = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
        file.execute(f"PRAGMA {pragma}")
    community, street = file.execute(f"SELECT id, parent_id FROM place WHERE id = ({COMMUNITY})").fetchone()
    leading = ("街道城管办", "星榆物业", "街道城建办")
    bodies = [_number(file, "SELECT id FROM body WHERE short_name = ?", name) for name in leading]
    given = {
        "now": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"), "community": community, "street": street,
        "far": f"{datetime.now(UTC).year + 2}-01-01 00:00:00.000000",
        "last": _number(file, "SELECT max(id) - ? FROM issue", count),
        **dict(zip("abc", bodies, strict=True)),
    }  # fmt: skip
    file.execute("BEGIN")
    given["order"] = _number(file, "SELECT coalesce(max(id), 0) + ? FROM work_order", 1)
    for statement in (
        *STILL,
        MADE,
        MATTER,
        BY_ISSUE,
        UNSORTED,
        HAS_ORDER,
        ORDERS,
        LEGS,
        TALLY,
        CALLBACKS,
        MESSAGES,
        *EXCEPTIONS,
    ):
        file.execute(statement, given)
    file.execute("COMMIT")
    file.execute("PRAGMA journal_mode=WAL")
    file.close()


def _number(file, statement, *values):
    return file.execute(statement, values).fetchone()[0]
