"""A database's schema as plain data, for comparing before and after."""

import sqlalchemy
from sqlalchemy import inspect, text

# Rows and ticks of the engines' own bookkeeping.
OWN = ("sqlite_", "alembic_version")


def schema(engine) -> dict:
    """Tables with columns, keys and indexes, and every trigger, by name."""
    look = inspect(engine)
    tables = [name for name in look.get_table_names() if not name.startswith(OWN)]
    with engine.connect() as connection:
        triggers = _triggers(connection)
    return {name: _table(look, name) for name in tables} | {"triggers": triggers}


def tables(engine) -> set[str]:
    return set(schema(engine)) - {"triggers"}


def _table(look, name):
    return {
        "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)),
        "key": look.get_pk_constraint(name)["constrained_columns"],
        "foreign": sorted(
            (*k["constrained_columns"], k["referred_table"], *k["referred_columns"])
            for k in look.get_foreign_keys(name)
        ),
        "unique": sorted(tuple(u["column_names"]) for u in look.get_unique_constraints(name)),
        "indexes": sorted(
            (str(i["name"]), tuple(map(str, i["column_names"]))) for i in look.get_indexes(name)
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
