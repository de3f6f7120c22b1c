"""Alembic, on the application's own engine, metadata and types."""

from alembic import context
from flask import current_app

from civic.database import UTCDateTime

database = current_app.extensions["migrate"].db


def render_item(kind, item, autogen_context):
    """A house type is written as the plain column type it stores."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime()"
    return False


def include_object(item, name, kind, reflected, compare_to):
    """Search tables belong to the engine (FTS5, tsvector) and are made by hand."""
    return not (kind == "table" and name.startswith(("issue_search", "topic_search")))


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_item=render_item,
        include_object=include_object,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with database.engine.connect() as connection:
        run(connection)
        connection.commit()
