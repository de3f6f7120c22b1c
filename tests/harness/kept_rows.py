"""The rows of a PostgreSQL database, kept and put back: copying 900 files takes ten times as long.

Only tables that were written to are put back. A table is as it was left when no row in it is newer than
that moment and none is missing: `xmin` says which transaction wrote a row, whoever's it was.
"""

TABLES = """
SELECT c.relname::text,
  (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
SEQUENCES = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"
# One plan for all tables, made once; asking each by itself took ten times as long.
ROWS = """
PREPARE rows_now AS
SELECT name, count(*), age('3'::xid) + 3 - min(age(written)) FROM ({each}) AS everything GROUP BY name
"""
GROWN = 400_000  # bytes: dead rows are looked at too until VACUUM takes them away


class KeptRows:
    """What each table holds, by number of content; a content lies in kept.c<number>, an empty one nowhere.

    Triggers sleep on `connection`, a superuser's: append-only tables refuse to be cleaned by anybody else.
    """

    def __init__(self):
        self.templates, self.positions = {}, {}
        self.now = {}  # table: (content, rows), where it is not empty
        self.contents = 0
        self.copied = {}  # what was there when the database was copied as a whole
        self.columns = None
        self.since = 0

    def open(self, connection) -> None:
        """Go on with this connection to the database (or to a copy that holds the same)."""
        self.connection = connection
        # For good and not for each time: asking for it drops every plan of the connection.
        connection.execute("SET session_replication_role = replica")
        if self.columns is not None:
            self._prepare()

    def copy(self) -> None:
        """The whole database is copied now."""
        self.copied = dict(self.now)

    def return_to_copy(self) -> None:
        """The copy stands in its place; templates kept since then are gone."""
        self.now = dict(self.copied)

    def keep(self, template: str) -> None:
        if self.columns is None:
            self.columns = dict(self.connection.execute(TABLES).fetchall())
            self._prepare()
        there, touched = self._look()
        script = []
        for name in touched:
            self.now.pop(name, None)
            if name in there:
                self.contents += 1
                self.now[name] = (self.contents, there[name])
                script.append(f"CREATE TABLE kept.c{self.contents} AS {self._all_of(name)}")
        self.templates[template] = dict(self.now)
        self.positions[template] = self._positions()
        self._run(script)

    def restore(self, template: str) -> None:
        there, touched = self._look()
        wanted = self.templates[template]
        touched |= {
            name for name in self.now.keys() | wanted.keys() if self.now.get(name) != wanted.get(name)
        }
        script = [f'DELETE FROM public."{name}"' for name in touched if name in there]
        script += [
            f'INSERT INTO public."{name}" ({self.columns[name]}) OVERRIDING SYSTEM VALUE '
            f"SELECT * FROM kept.c{wanted[name][0]}"
            for name in touched
            if name in wanted
        ]
        stand = self._positions()
        script += [
            f"SELECT setval('public.\"{name}\"', {value}, {used})"
            for name, (value, used) in self.positions[template].items()
            if stand[name] != (value, used)
        ]
        self.now = dict(wanted)
        self._run(script)
        self._shrink(touched)

    def mark(self) -> int:
        """Grows with every transaction that wrote."""
        asked = self.connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return asked.fetchone()[0]

    def _look(self):
        """How many rows each table has (if any), and which tables are not as they were left."""
        rows = self.connection.execute("EXECUTE rows_now").fetchall()
        there = {name: count for name, count, _ in rows}
        touched = {name for name, count, newest in rows if newest >= self.since}
        touched |= {name for name, (_, count) in self.now.items() if there.get(name) != count}
        return there, touched

    def _run(self, script):
        """All of it in one transaction; from now on nothing is touched."""
        if script:
            self.connection.execute("; ".join(script))
        self.since = self.mark()

    def _shrink(self, names):
        if names:
            named = ", ".join(f"('{name}')" for name in names)
            size = "pg_relation_size(format('public.%%I', name)::regclass)"
            asked = f"SELECT name FROM (VALUES {named}) AS touched(name) WHERE {size} > %s"
            for (name,) in self.connection.execute(asked, [GROWN]).fetchall():
                self.connection.execute(f'VACUUM public."{name}"')

    def _positions(self):
        rows = self.connection.execute("EXECUTE positions_now").fetchall()
        return {name: (value, used) for name, value, used in rows}

    def _all_of(self, name):
        return f'SELECT {self.columns[name]} FROM public."{name}"'

    def _prepare(self):
        each = (f"SELECT '{name}' AS name, xmin AS written FROM public.\"{name}\"" for name in self.columns)
        self.connection.execute(ROWS.format(each=" UNION ALL ".join(each)))
        names = [name for (name,) in self.connection.execute(SEQUENCES).fetchall()]
        each = (f"SELECT '{name}', last_value, is_called FROM public.\"{name}\"" for name in names)
        self.connection.execute("PREPARE positions_now AS " + " UNION ALL ".join(each))
