"""One altered thing in the stored record, of every kind, and the record put back as it was."""

import secrets
from operator import itemgetter

from sqlalchemy import MetaData, text

TABLES = (
    "ledger_entry",
    "ledger_payload",
    "ledger_erasure",
    "ledger_leaf",
    "ledger_node",
    "ledger_checkpoint",
)
TRIGGERS = [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]


def unguarded(connection) -> None:
    """Take the append-only triggers off, as somebody with the database's own password could."""
    for name in TRIGGERS:
        table = name.rsplit("_no_", 1)[0]
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER {name}{on}"))


class Record:
    """All rows of the record in memory, to be altered and put back."""

    def __init__(self, engine):
        self.engine, known = engine, MetaData()
        known.reflect(engine, only=TABLES)
        self.tables = {name: known.tables[name] for name in TABLES}
        keys = {name: [column.name for column in table.primary_key] for name, table in self.tables.items()}
        self.key_of = {name: itemgetter(*columns) for name, columns in keys.items()}
        self.rows = self.read()

    def read(self) -> dict:
        """What is stored now, others' acts included; `write` goes by it."""
        with self.engine.connect() as connection:
            rows = {
                name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for name, table in self.tables.items()
            }
        self.stored = self._by_key(rows)
        return rows

    def copy(self) -> dict:
        """The rows as they were at first, to be altered."""
        return {name: [dict(row) for row in rows] for name, rows in self.rows.items()}

    def write(self, rows) -> None:
        """Make the stored record say exactly `rows`; what it said when last read or written stays."""
        then = self._by_key(rows)
        assert all(len(then[name]) == len(rows[name]) for name in TABLES), "two rows were given one key"
        changes = {name: _changes(name, self.stored[name], then[name]) for name in TABLES}
        with self.engine.begin() as connection:
            for name in reversed(TABLES):
                for row in changes[name][0]:
                    connection.execute(self.tables[name].delete().where(*self._is(name, row)))
            for name in TABLES:
                for row in changes[name][1]:
                    there = self.tables[name].update().where(*self._is(name, row)).values(row)
                    if name != "ledger_entry" or not connection.execute(there).rowcount:
                        connection.execute(self.tables[name].insert(), row)
        self.stored = then

    def _by_key(self, rows):
        return {name: {self.key_of[name](row): row for row in rows[name]} for name in TABLES}

    def _is(self, name, row):
        return [column == row[column.name] for column in self.tables[name].primary_key]


def _changes(name, now, then):
    """Rows to take away and rows to put there. An entry that others point to is changed in its place."""
    new = [row for key, row in then.items() if now.get(key) != row]
    stays = then if name == "ledger_entry" else {}
    return [row for key, row in now.items() if then.get(key) != row and key not in stays], new


def _flip(raw, rng):
    at = rng.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :]


def _one(rows, table, rng, fits=lambda row: True):
    return rng.choice([row for row in rows[table] if fits(row)])


def verb(rows, rng):
    _one(rows, "ledger_entry", rng)["verb"] += "x"


def subject(rows, rng):
    _one(rows, "ledger_entry", rng)["subject"] = "tree:999"


def community(rows, rng):
    _one(rows, "ledger_entry", rng, lambda row: row["community_id"])["community_id"] += 1


def leaf_hash(rows, rng):
    entry = _one(rows, "ledger_entry", rng)
    entry["leaf_hash"] = _flip(entry["leaf_hash"], rng)


def actor(rows, rng):
    _one(rows, "ledger_payload", rng, lambda row: row["salt"])["actor_id"] = 77


def said(rows, rng):
    _one(rows, "ledger_payload", rng, lambda row: row["salt"])["public_json"] = {"colour": "red"}


def sealed(rows, rng):
    _one(rows, "ledger_payload", rng, lambda row: row["salt"])["sealed_json"] = {"who": 8}


def salt(rows, rng):
    payload = _one(rows, "ledger_payload", rng, lambda row: row["salt"])
    payload["salt"] = _flip(payload["salt"], rng)


def payload_dropped(rows, rng):
    gone = _one(rows, "ledger_payload", rng)
    rows["ledger_payload"].remove(gone)
    rows["ledger_erasure"] = [row for row in rows["ledger_erasure"] if row["entry_id"] != gone["entry_id"]]


def payload_emptied(rows, rng):
    payload = _one(rows, "ledger_payload", rng, lambda row: row["salt"])
    payload.update({name: None for name in payload if name != "entry_id"})


def erasure_dropped(rows, rng):
    rows["ledger_erasure"].remove(_one(rows, "ledger_erasure", rng))


def leaf_dropped(rows, rng):
    rows["ledger_leaf"].remove(_one(rows, "ledger_leaf", rng))


def leaves_swapped(rows, rng):
    first = _one(rows, "ledger_leaf", rng)
    second = _one(rows, "ledger_leaf", rng, lambda row: row["entry_id"] != first["entry_id"])
    first["entry_id"], second["entry_id"] = second["entry_id"], first["entry_id"]


def node(rows, rng):
    found = _one(rows, "ledger_node", rng)
    found["hash"] = _flip(found["hash"], rng)


def node_dropped(rows, rng):
    rows["ledger_node"].remove(_one(rows, "ledger_node", rng))


def root(rows, rng):
    point = _one(rows, "ledger_checkpoint", rng)
    point["root_hash"] = _flip(point["root_hash"], rng)


def signature(rows, rng):
    point = _one(rows, "ledger_checkpoint", rng)
    point["signature"] = _flip(point["signature"], rng)


def size(rows, rng):
    _one(rows, "ledger_checkpoint", rng)["size"] += 100


def forged(rows, rng):
    point = dict(_one(rows, "ledger_checkpoint", rng))
    point.update(size=point["size"] + 1, root_hash=secrets.token_bytes(32), signature=secrets.token_bytes(64))
    rows["ledger_checkpoint"].append(point)


def slipped_in(rows, rng):
    """A line put into the middle of the past, everything after it moved up."""
    at = _one(rows, "ledger_leaf", rng)
    entry = dict(_one(rows, "ledger_entry", rng), id=9_999, leaf_hash=secrets.token_bytes(32))
    rows["ledger_entry"].append(entry)
    later = [
        r
        for r in rows["ledger_leaf"]
        if r["community_id"] == at["community_id"] and r["index"] >= at["index"]
    ]
    new = dict(at, entry_id=9_999)
    for row in later:
        row["index"] += 1
    rows["ledger_leaf"].append(new)


def cut(rows, rng):
    """The newest lines of one tree and every trace of them gone: only a kept checkpoint tells."""
    community_id = min(row["community_id"] for row in rows["ledger_checkpoint"])
    size = max(row["index"] for row in rows["ledger_leaf"] if row["community_id"] == community_id)
    gone = {
        row["entry_id"]
        for row in rows["ledger_leaf"]
        if row["community_id"] == community_id and row["index"] >= size
    }

    def stays(table, row):
        if table in ("ledger_entry", "ledger_payload", "ledger_erasure", "ledger_leaf"):
            return row["id" if table == "ledger_entry" else "entry_id"] not in gone
        if row["community_id"] != community_id:
            return True
        if table == "ledger_node":
            return (row["index"] + 1) << row["level"] <= size
        return row["size"] <= size

    for table in TABLES:
        rows[table] = [row for row in rows[table] if stays(table, row)]


ALTERATIONS = (
    verb, subject, community, leaf_hash, actor, said, sealed, salt, payload_dropped, payload_emptied,
    erasure_dropped, leaf_dropped, leaves_swapped, node, node_dropped, root, signature, size, forged,
    slipped_in, cut,
)  # fmt: skip
