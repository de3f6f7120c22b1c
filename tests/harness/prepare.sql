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

-- Templates as rows: putting rows back costs a tenth of copying a database of 900 files. The triggers
-- of append-only tables sleep meanwhile, which only a superuser may ask for.
CREATE SCHEMA kept;
CREATE VIEW kept.tables AS
  SELECT c.oid, c.relname AS name,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r';

CREATE FUNCTION kept.keep(template text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t record; filled boolean;
BEGIN
  EXECUTE format('CREATE SCHEMA %I', 'kept_' || template);
  FOR t IN SELECT * FROM kept.tables LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t.name) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM public.%I', 'kept_' || template, t.name, t.columns, t.name);
    END IF;
  END LOOP;
  EXECUTE format('CREATE TABLE %I.sequences_now AS SELECT sequencename, start_value, last_value
    FROM pg_sequences WHERE schemaname = ''public''', 'kept_' || template);
END $$;

CREATE FUNCTION kept.restore(template text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t record; s record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT * FROM kept.tables WHERE pg_relation_size(oid) > 1000000 LOOP
    EXECUTE format('TRUNCATE public.%I CASCADE', t.name);
  END LOOP;
  FOR t IN SELECT * FROM kept.tables LOOP
    EXECUTE format('DELETE FROM public.%I', t.name);
    IF to_regclass(format('%I.%I', 'kept_' || template, t.name)) IS NOT NULL THEN
      EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %I.%I',
        t.name, t.columns, t.columns, 'kept_' || template, t.name);
    END IF;
  END LOOP;
  FOR s IN EXECUTE format('SELECT * FROM %I.sequences_now', 'kept_' || template) LOOP
    PERFORM setval(format('public.%I', s.sequencename)::regclass,
      coalesce(s.last_value, s.start_value), s.last_value IS NOT NULL);
  END LOOP;
END $$;
