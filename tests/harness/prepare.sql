-- What the harness adds to a test database, in schemas the app never looks at.

-- The app's role owns nothing and may not TRUNCATE (DESIGN.md §3); the owner migrates.
GRANT ALL ON SCHEMA public TO civic_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE civic_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO civic_app;
ALTER DEFAULT PRIVILEGES FOR ROLE civic_owner IN SCHEMA public
  GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO civic_app;

-- `clock` moves the server's time as it moves Python's: the app asks for clock_timestamp() without a
-- schema, and this one answers first. SECURITY DEFINER keeps the table out of the app's reach.
CREATE SCHEMA shifted;
GRANT USAGE ON SCHEMA shifted TO civic_app;
CREATE TABLE shifted.clock (ahead interval NOT NULL);
INSERT INTO shifted.clock VALUES ('0');
CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER
  AS 'SELECT pg_catalog.clock_timestamp() + ahead FROM shifted.clock';

-- Where the rows of templates lie: kept_rows.py.
CREATE SCHEMA kept;
