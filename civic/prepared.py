"""Statements written out once, for what runs at every ballot and every request of somebody signed in.

Composing, binding and loading anew each time took longer than the database did (`make bench`, ballot-…).
"""

from itertools import accumulate, pairwise

from sqlalchemy import JSON, BigInteger, Float, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import class_mapper
from sqlalchemy.orm.attributes import instance_state

KEPT = 256  # rows of a repeating model
EMPTY = {"[]": list, "{}": dict}  # what most lists of a row are


class Prepared:
    """A short statement from `compose(dialect name)`, handed to the driver as it is.

    Its named parameters carry their types.
    """

    def __init__(self, compose):
        self._compose = compose
        self._written = {}

    def run(self, connection, **values) -> list[tuple]:
        """Execute with `values` by name; one that this engine's statement does not ask for is left out.

        Rows come as the driver gives them: ask for plain things only. Raises what SQLAlchemy would.
        """
        sql, order, fixed, binders = self._for(connection.dialect)
        bound = fixed | {name: binders[name](value) for name, value in values.items() if name in binders}
        return _sent(connection, sql, tuple(bound[name] for name in order) if order else bound)

    def _for(self, dialect):
        if dialect.name not in self._written:
            self._written[dialect.name] = self._write(dialect)
        return self._written[dialect.name]

    def _write(self, dialect):
        written = self._compose(dialect.name).compile(dialect=dialect)
        binders = {
            bound.key: bound.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
            for bound in written.binds.values()
        }
        fixed = {
            name: binders.get(name, _as_it_is)(value)
            for name, value in written.params.items()
            if value is not None
        }
        return written.string, written.positiontup, fixed, binders


def _sent(connection, sql, bound):
    """Rows of one statement, past SQLAlchemy's result objects: describing them anew each time took
    longer than the database did. Whoever listens for statements hears of it all the same.
    """
    dialect, raw = connection.dialect, connection.connection
    cursor = raw.cursor()
    try:
        for hear in connection.dispatch.before_cursor_execute:
            hear(connection, cursor, sql, bound, None, False)
        dialect.do_execute(cursor, sql, bound)
        return cursor.fetchall() if cursor.description else []
    except dialect.loaded_dbapi.Error as fault:
        gone = dialect.is_disconnect(fault, raw, cursor)
        if gone:
            connection.invalidate(fault)
        hidden, base = connection.engine.hide_parameters, dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            sql, bound, fault, base, hide_parameters=hidden, connection_invalidated=gone, dialect=dialect
        ) from fault
    finally:
        cursor.close()


class PreparedRead(Prepared):
    """A select of all columns of `models` (see `every_column`), told as rows of instances.

    They are as if loaded and let go by their session: relations that were not told raise. Loading
    them as the ORM does took four times as long. Of models that come again with every visitor
    (`repeating`) each process keeps what the driver's values mean, the latest few hundred rows.
    """

    def __init__(self, models, compose, repeating=()):
        super().__init__(compose)
        self._models, self._shapes, self._repeating = models, {}, repeating

    def rows(self, connection, **values) -> list[tuple]:
        """An instance of each model a row, None where a join found nothing; the same one when it returns."""
        parts, known = self._parts(connection.dialect), {}
        return [tuple(part.instance(row, known) for part in parts) for row in self.run(connection, **values)]

    def _parts(self, dialect):
        if dialect.name not in self._shapes:
            ends = pairwise(accumulate((len(model.__table__.c) for model in self._models), initial=0))
            self._shapes[dialect.name] = [
                _Shape(model, *cut, dialect, model in self._repeating)
                for cut, model in zip(ends, self._models, strict=True)
            ]
        return self._shapes[dialect.name]


class _Shape:
    """How the driver's values from `start` to `end` of a row become an instance of `model`."""

    def __init__(self, model, start, end, dialect, repeats):
        mapper = class_mapper(model)  # configures all, which `inspect` does not
        columns = list(model.__table__.c)
        self.model, self.new, self.cut = model, mapper.class_manager.new_instance, slice(start, end)
        self.keys = tuple(mapper.get_property_by_column(column).key for column in columns)
        readers = [(key, column.type) for key, column in zip(self.keys, columns, strict=True)]
        readers = [(key, kind, _reader(kind, dialect)) for key, kind in readers]
        self.plain = [(key, read) for key, kind, read in readers if read and not isinstance(kind, JSON)]
        self.mutable = [(key, read) for key, kind, read in readers if read and isinstance(kind, JSON)]
        # the other driver gives dates as dates, and lists, which no dictionary takes as a key
        self.kept = {} if repeats and dialect.name == "sqlite" else None

    def instance(self, row, known):
        """The driver's values are read once an instance: a join repeats them in every row."""
        raw = row[self.cut]
        key = (self.model, (raw[0],), None)
        if raw[0] is None or key in known:
            return known.get(key)
        one = known[key] = self.new()
        held = one.__dict__
        held.update(self._values(raw))
        for name, reader in self.mutable:  # anew for each: whoever changes one changes it for nobody else
            held[name] = reader(held[name])
        instance_state(one).key = key  # loaded, and of no session
        return one

    def _values(self, raw):
        if self.kept is None:
            return self._read(raw)
        if raw not in self.kept:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[raw] = self._read(raw)
        return self.kept[raw]

    def _read(self, raw):
        values = dict(zip(self.keys, raw, strict=True))
        for name, reader in self.plain:
            values[name] = reader(values[name])
        return values


def _reader(kind, dialect):
    """What makes the model's value of the driver's; floats come as floats from both drivers."""
    read = None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return lambda words: EMPTY[words]() if words in EMPTY else read(words)
    return read


def every_column(*models):
    """A select over all columns of the models, as PreparedRead wants them."""
    return select(*(column for model in models for column in model.__table__.c))


def tell(one, **relations):
    """Say what stands behind relations of an instance that was read here; returns it."""
    one.__dict__.update(relations)
    return one


def among(engine: str, name: str):
    """The numbers of the list given as parameter `name`, as a select for `in_`."""
    if engine == "sqlite":
        return select(func.json_each(bindparam(name, type_=JSON)).table_valued("value").c.value)
    return select(func.unnest(bindparam(name, type_=ARRAY(BigInteger))))


def _as_it_is(value):
    return value
