"""The small cast, and rows kept by key: what is looked up anew at each use is never stale."""

from datetime import date, timedelta
from enum import Enum
from types import FunctionType, SimpleNamespace

from sqlalchemy import inspect

from civic.database import Base
from civic.extensions import db
from tests.harness.clock import Clock

PLAIN = (str, int, float, bytes, bool, date, timedelta, Enum, type, type(None))


class Town:
    """The small cast. Rows are kept by key and loaded anew at each use."""

    def __init__(self):
        self.__dict__["_kept"] = {}

    def __setattr__(self, name, value):
        self._kept[name] = value

    def __getattr__(self, name):
        try:
            return revived(self._kept[name])
        except KeyError:
            raise AttributeError(f"The town has no {name}; it has {sorted(self._kept)}") from None

    def remember(self):
        """Keep keys instead of rows."""
        for name, value in self._kept.items():
            self._kept[name] = key_of(value)


class Key(tuple):
    """(kind, …) of what `revived` makes anew."""


class Unkeyable(Exception):
    """There is no telling whether two such things are the same."""


def key_of(value):
    """A hashable stand-in for rows, plain values and gatherings of them; raises Unkeyable."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Base):
        identity = inspect(value).identity
        if identity is not None:
            return Key(("row", type(value), identity))
    elif isinstance(value, FunctionType):
        if "<" not in value.__qualname__:  # neither a lambda nor made anew at each call
            return value
    elif type(value) in KEYS:
        return KEYS[type(value)](value)
    raise Unkeyable(value)


KEYS = {
    Town: lambda town: Key(("itself", town)),
    Clock: lambda clock: Key(("itself", clock)),
    SimpleNamespace: lambda space: Key(("namespace", key_of(vars(space)))),
    dict: lambda pairs: Key(("dict", tuple((key_of(name), key_of(item)) for name, item in pairs.items()))),
    list: lambda items: Key(("list", tuple(key_of(item) for item in items))),
    tuple: lambda items: Key(("tuple", tuple(key_of(item) for item in items))),
}


def revived(kept):
    """The row, value or gathering that `key_of` stood for, from the database as it is now."""
    if not isinstance(kept, Key):
        return kept
    kind, *rest = kept
    if kind == "row":
        return db.session.get(*rest)
    return MAKERS[kind](rest[0])


MAKERS = {
    "itself": lambda value: value,
    "namespace": lambda inside: SimpleNamespace(**revived(inside)),
    "dict": lambda pairs: {revived(name): revived(item) for name, item in pairs},
    "list": lambda items: [revived(item) for item in items],
    "tuple": lambda items: tuple(revived(item) for item in items),
}
