"""What a database holds, to compare one with another."""

from sqlalchemy import MetaData

from civic.extensions import db

PUBLIC = {"postgresql": "public"}  # the harness has schemas of its own


def rows_of(app):
    """Every row of every table, by table."""
    with app.app_context():
        known = MetaData()
        known.reflect(db.engine, schema=PUBLIC.get(db.engine.dialect.name))
        with db.engine.connect() as connection:
            return {
                table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
                for table in known.sorted_tables
            }
