"""Statements written out once, for what runs at every ballot and every request of somebody signed in.

Composing, binding and loading anew each time took longer than the database did (`make bench`, ballot-…).
"""

from functools import cache
from itertools import accumulate, pairwise

from sqlalchemy import JSON, BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import class_mapper
from sqlalchemy.orm.attributes import instance_state


class Prepared:
    """A short statement from `compose(dialect name)`, handed to the driver as it is.

    Its named parameters carry their types.
    """

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


class PreparedRead:
    """A select of all columns of `models` (see `every_column`), told as rows of instances.

    They are as if loaded and let go by their session: relations that were not told raise. Loading
    them as the ORM does took four times as long.
    """

    def __init__(self, models, compose):
        self._models, self._compose = models, cache(compose)

    def rows(self, connection, **values) -> list[tuple]:
        """An instance of each model a row, None where a join found nothing; the same one when it returns."""
        found = connection.execute(self._compose(connection.dialect.name), values)
        parts, known = _parts(self._models), {}
        return [tuple(_instance(part, row[start:end], known) for start, end, part in parts) for row in found]


@cache
def _parts(models):
    ends = pairwise(accumulate((len(model.__table__.c) for model in models), initial=0))
    return [(start, end, _shape(model)) for (start, end), model in zip(ends, models, strict=True)]


def _shape(model):
    mapper = class_mapper(model)  # configures all, which `inspect` does not
    keys = tuple(mapper.get_property_by_column(column).key for column in model.__table__.c)
    return model, mapper.class_manager.new_instance, keys


def _instance(shape, values, known):
    model, new, keys = shape
    key = (model, values[:1], None)
    if values[0] is None or key in known:
        return known.get(key)
    one = known[key] = new()
    one.__dict__.update(zip(keys, values, strict=True))
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
