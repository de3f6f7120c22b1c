"""Statements handed to the driver as they were written out once: for what runs at every ballot.

SQLAlchemy looks each statement up in its cache, binds and wraps at every call. For the five short
statements of a ballot that took twice as long as the database did (`make bench`, ballot-…).
"""

from itertools import accumulate, pairwise

from sqlalchemy import JSON, BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import class_mapper
from sqlalchemy.orm.attributes import instance_state


class Prepared:
    """A statement that `compose(dialect name)` returns, with named parameters that carry their types."""

    def __init__(self, compose):
        self._compose = compose
        self._written = {}

    def run(self, connection, **values):
        """Execute with `values` by name; one that this engine's statement does not ask for is left out.

        Rows come as the driver gives them: ask for plain things only.
        """
        sql, order, fixed, binders = self._for(connection.dialect)
        bound = fixed | {name: binders[name](value) for name, value in values.items() if name in binders}
        return connection.exec_driver_sql(sql, tuple(bound[name] for name in order) if order else bound)

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


class PreparedRead(Prepared):
    """A prepared select of all columns of `models` (see `every_column`), told as rows of instances.

    They are as if loaded and let go by their session: relations that were not told raise.
    """

    def __init__(self, models, compose):
        super().__init__(compose)
        self._models = models
        self._readers = {}

    def rows(self, connection, **values) -> list[tuple]:
        """An instance of each model a row, None where a join found nothing; the same one when it returns."""
        name = connection.dialect.name
        if name not in self._readers:
            ends = pairwise(accumulate((len(m.__table__.c) for m in self._models), initial=0))
            self._readers[name] = [
                (start, end, _Reader(model, connection.dialect))
                for (start, end), model in zip(ends, self._models, strict=True)
            ]
        readers, known = self._readers[name], {}
        return [
            tuple(reader.read(raw[start:end], known) for start, end, reader in readers)
            for raw in self.run(connection, **values).all()
        ]


class _Reader:
    """Makes an instance from the values of one row, in the order of the table's columns."""

    def __init__(self, model, dialect):
        mapper = class_mapper(model)  # configures all, which `inspect` does not
        self._model, self._new = model, mapper.class_manager.new_instance
        columns = model.__table__.c
        self._keys = [mapper.get_property_by_column(column).key for column in columns]
        self._convert = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def read(self, values, known):
        key = (self._model, values[:1], None)
        if values[0] is None or key in known:
            return known.get(key)
        values = list(values)
        for place, convert in self._convert:
            values[place] = convert(values[place])
        one = known[key] = self._new()
        one.__dict__.update(zip(self._keys, values, strict=True))
        instance_state(one).key = key  # loaded, and of no session
        return one


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
