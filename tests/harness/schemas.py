"""A database's schema as plain data, for comparing before and after."""

import sqlalchemy
from sqlalchemy import inspect, text

# Rows and ticks of the engines' own bookkeeping.
OWN = ("sqlite_", "alembic_version")


def schema(engine, known: dict | None = None) -> dict:
    """Tables with columns, keys and indexes, and every trigger, by name; few statements on PostgreSQL.

    Args: known — what earlier calls found of tables that SQLite still writes down in the same words.
    """
    look, known = inspect(engine), {} if known is None else known
    names = [name for name in look.get_table_names() if not name.startswith(OWN)]
    with engine.connect() as connection:
        words, triggers = _words(connection), _triggers(connection)
    asked = [name for name in names if (name, words.get(name)) not in known]
    found = {name: {} for name in asked}
    for part, (read, plain) in PARTS.items() if asked else ():
        for (_, name), rows in getattr(look, read)(filter_names=asked).items():
            found[name][part] = plain(rows)
    if words:
        known |= {(name, words[name]): found[name] for name in asked}
        found = {name: known[name, words[name]] for name in names}
    return found | {"triggers": triggers}


def _words(connection):
    """Of each table, how SQLite itself writes it and its indexes down; PostgreSQL writes nothing down."""
    if connection.dialect.name != "sqlite":
        return {}
    rows = connection.execute(text("SELECT tbl_name, type, name, sql FROM sqlite_master ORDER BY type, name"))
    words = {}
    for name, *row in rows:
        words[name] = (*words.get(name, ()), *row)
    return words


def tables(engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if not name.startswith(OWN)}


PARTS = {
    "columns": (
        "get_multi_columns",
        lambda rows: sorted((c["name"], str(c["type"]), c["nullable"]) for c in rows),
    ),
    "key": ("get_multi_pk_constraint", lambda row: row["constrained_columns"]),
    "foreign": (
        "get_multi_foreign_keys",
        lambda rows: sorted(
            (*k["constrained_columns"], k["referred_table"], *k["referred_columns"]) for k in rows
        ),
    ),
    "unique": ("get_multi_unique_constraints", lambda rows: sorted(tuple(u["column_names"]) for u in rows)),
    "indexes": (
        "get_multi_indexes",
        lambda rows: sorted((str(i["name"]), tuple(map(str, i["column_names"]))) for i in rows),
    ),
}


def _triggers(connection):
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        rows = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
    return sorted(row[0] for row in rows)


def differences(one: dict, other: dict) -> list[str]:
    """What differs, in words; empty when nothing does."""
    found = [f"only before: {name}" for name in sorted(set(one) - set(other))]
    found += [f"only after: {name}" for name in sorted(set(other) - set(one))]
    found += [
        f"{name}: {one[name]} became {other[name]}"
        for name in one
        if name in other and one[name] != other[name]
    ]
    return found


def engine_of(store) -> sqlalchemy.Engine:
    return sqlalchemy.create_engine(store.owner_url)
