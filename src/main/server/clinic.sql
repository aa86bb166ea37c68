-- The clinic's server, first version: PostgreSQL 15 to 18. Run once, in a database of its own, by its owner with
-- the right to make roles, or by a superuser. It is done whole or not at all.
--
-- Nothing in here is believed by a workstation: this keeps, orders and counts sealed bytes. Names of roles are
-- those of the whole server, so they end in a part of the log's name, @SUFFIX@.

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = pg_catalog, pg_temp;

DO $$
DECLARE
  may_make boolean; owns boolean; version int := current_setting('server_version_num')::int;
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION USING ERRCODE = '25006', MESSAGE = 'This server only copies another one.';
  END IF;
  IF version < 150000 THEN
    RAISE EXCEPTION USING ERRCODE = 'CW002', MESSAGE = 'PostgreSQL 15 or later is needed.';
  END IF;
  SELECT rolsuper OR rolcreaterole INTO STRICT may_make FROM pg_roles WHERE rolname = current_user;
  SELECT pg_has_role(current_user, datdba, 'USAGE') INTO STRICT owns
    FROM pg_database WHERE datname = current_database();
  IF NOT (may_make AND owns) THEN
    RAISE EXCEPTION USING ERRCODE = 'CW001', MESSAGE = 'This takes the database''s owner, with CREATEROLE.';
  END IF;
  -- Tables of extensions do not count: managed services bring some.
  IF to_regnamespace('clinic') IS NOT NULL OR to_regnamespace('clinic_v1') IS NOT NULL OR EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT 1 FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'CW003', MESSAGE = 'Something else is in this database already.';
  END IF;
  -- Before 16, CREATEROLE reaches every role that is no superuser's. Databases that managed services keep for
  -- themselves do not count.
  IF version < 160000 AND EXISTS (
    SELECT 1 FROM pg_database d
     WHERE NOT d.datistemplate
       AND d.datname NOT IN ('postgres', 'rdsadmin', 'cloudsqladmin', 'azure_maintenance', 'azure_sys')
       AND d.datdba <> (SELECT o.datdba FROM pg_database o WHERE o.datname = current_database())
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'CW004', MESSAGE = 'PostgreSQL 15 may not be shared with other databases.';
  END IF;
END $$;

-- What a database of this clinic left behind that was dropped. While that database is there, this fails.
DO $$ BEGIN
  IF to_regrole('clinic_owner_@SUFFIX@') IS NOT NULL THEN
    SET LOCAL ROLE clinic_owner_@SUFFIX@;
    EXECUTE format('DROP ROLE IF EXISTS %I', 'w_' || replace('@WORKSTATION@', '-', ''));
    RESET ROLE;
    DROP ROLE clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@, clinic_removed_@SUFFIX@;
    DROP ROLE clinic_owner_@SUFFIX@;
  END IF;
END $$;

CREATE ROLE clinic_owner_@SUFFIX@ NOLOGIN CREATEROLE;
CREATE ROLE clinic_workstation_@SUFFIX@ NOLOGIN;
CREATE ROLE clinic_enrolling_@SUFFIX@ NOLOGIN;
CREATE ROLE clinic_removed_@SUFFIX@ NOLOGIN;
GRANT clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@, clinic_removed_@SUFFIX@
  TO clinic_owner_@SUFFIX@ WITH ADMIN OPTION;
-- Whoever runs this can make backups, too.
GRANT clinic_owner_@SUFFIX@ TO CURRENT_USER;

-- Nobody but the clinic's own roles connects, and those make nothing, not even passing tables.
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@,
    clinic_removed_@SUFFIX@', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- The tables are the owner's alone; workstations may call the functions.
CREATE SCHEMA clinic AUTHORIZATION clinic_owner_@SUFFIX@;
CREATE SCHEMA clinic_v1 AUTHORIZATION clinic_owner_@SUFFIX@;
GRANT USAGE ON SCHEMA clinic_v1
  TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@, clinic_removed_@SUFFIX@;

-- Also the logins are made by the owner: from 16 on only who made a role may change it.
SET LOCAL ROLE clinic_owner_@SUFFIX@;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE clinic.head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  log      uuid   NOT NULL,
  seq      bigint NOT NULL,
  link     bytea  NOT NULL CHECK (octet_length(link) = 32)
);

-- `link` = sha256(link before || body).
CREATE TABLE clinic.log_row (
  seq  bigint PRIMARY KEY,
  link bytea NOT NULL CHECK (octet_length(link) = 32),
  body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 131072)
);

-- Sealed texts. The first of a name stays: who could replace one, could destroy it.
CREATE TABLE clinic.box (
  name bytea PRIMARY KEY CHECK (octet_length(name) = 32),
  box  bytea NOT NULL CHECK (octet_length(box) <= 4194304)
);

CREATE TABLE clinic.workstation (
  id           uuid PRIMARY KEY,
  standing     text NOT NULL CHECK (standing IN ('enrolling', 'enrolled', 'removed')),
  package      bytea CHECK (octet_length(package) <= 4194304),  -- while enrolling: sealed under the code
  expires_at   timestamptz,                                     -- while enrolling
  removed_seq  bigint,
  removed_link bytea
);

-- Numbers that only grow; each workstation has its own part.
CREATE TABLE clinic.mark (
  name        bytea  NOT NULL CHECK (octet_length(name) = 16),
  workstation uuid   NOT NULL REFERENCES clinic.workstation,
  value       bigint NOT NULL CHECK (value BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (name, workstation)
) WITH (fillfactor = 70);
CREATE INDEX mark_by_workstation ON clinic.mark (workstation);

-- The caller, by its login: `session_user` stays what it is within SECURITY DEFINER.
CREATE FUNCTION clinic.caller(VARIADIC allowed text[]) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found uuid;
BEGIN
  SELECT w.id INTO found FROM clinic.workstation w
   WHERE session_user = 'w_' || replace(w.id::text, '-', '') AND w.standing = ANY (allowed)
     AND (w.expires_at IS NULL OR w.expires_at > clock_timestamp());
  IF found IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'Not for this login.';
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION clinic.check_verifier(verifier text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Anything else would be taken for a password.
  IF verifier IS NULL
     OR verifier !~ '^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Not a verifier.';
  END IF;
END $$;

CREATE FUNCTION clinic.check_count(given bytea[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF given IS NULL OR cardinality(given) > 500 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Too many at once.';
  END IF;
END $$;

-- The settings end what a computer that is switched off leaves behind, and what takes too long.
CREATE FUNCTION clinic.make_login(id uuid, verifier text, until text, in_group text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE login text := 'w_' || replace(id::text, '-', ''); setting text;
BEGIN
  PERFORM clinic.check_verifier(verifier);
  EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 5 PASSWORD %L VALID UNTIL %L', login, verifier, until);
  EXECUTE format('GRANT %I TO %I', in_group, login);
  FOREACH setting IN ARRAY ARRAY['tcp_keepalives_idle = 20', 'tcp_keepalives_interval = 5', 'tcp_keepalives_count = 3',
    'statement_timeout = ''30s''', 'lock_timeout = ''10s''', 'idle_in_transaction_session_timeout = ''10s''']
  LOOP
    EXECUTE format('ALTER ROLE %I SET %s', login, setting);
  END LOOP;
END $$;

CREATE FUNCTION clinic.keep_boxes(names bytea[], texts bytea[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM clinic.check_count(names);
  -- In one order everywhere, so that two callers never wait for each other.
  INSERT INTO clinic.box (name, box)
    SELECT g.name, g.box FROM unnest(names, texts) AS g (name, box) ORDER BY g.name
    ON CONFLICT DO NOTHING;
END $$;

-- Whether the row is there now. The head is locked by the caller.
CREATE FUNCTION clinic.extend(after_seq bigint, after_link bytea, new_body bytea, names bytea[], texts bytea[])
RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  now_seq bigint; now_link bytea; new_link bytea := sha256(after_link || new_body);
BEGIN
  SELECT h.seq, h.link INTO STRICT now_seq, now_link FROM clinic.head h;
  IF now_seq <> after_seq OR now_link <> after_link THEN
    -- The same call again, after a lost answer.
    RETURN EXISTS (SELECT 1 FROM clinic.log_row r WHERE r.seq = after_seq + 1 AND r.link = new_link);
  END IF;
  INSERT INTO clinic.log_row (seq, link, body) VALUES (now_seq + 1, new_link, new_body);
  PERFORM clinic.keep_boxes(names, texts);
  UPDATE clinic.head SET seq = now_seq + 1, link = new_link;
  -- A bell without content: anybody can ring it, and nothing rests on it.
  PERFORM pg_notify('clinic_row', '');
  RETURN true;
END $$;

CREATE FUNCTION clinic_v1.greet()
RETURNS TABLE (log uuid, seq bigint, link bytea, standing text, now_ms bigint, replica boolean, max_connections int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := clinic.caller('enrolling', 'enrolled', 'removed');
BEGIN
  RETURN QUERY SELECT h.log, coalesce(w.removed_seq, h.seq), coalesce(w.removed_link, h.link), w.standing,
      (extract(epoch FROM clock_timestamp()) * 1000)::bigint, pg_is_in_recovery(),
      current_setting('max_connections')::int
    FROM clinic.head h, clinic.workstation w WHERE w.id = me;
END $$;

CREATE FUNCTION clinic_v1.append(after_seq bigint, after_link bytea, new_body bytea, names bytea[], texts bytea[])
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- First the lock, so that a removal that is done is seen.
  PERFORM 1 FROM clinic.head h FOR UPDATE;
  PERFORM clinic.caller('enrolled');
  RETURN clinic.extend(after_seq, after_link, new_body, names, texts);
END $$;

CREATE FUNCTION clinic_v1.rows(after_seq bigint, most int)
RETURNS TABLE (seq bigint, link bytea, body bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := clinic.caller('enrolling', 'enrolled', 'removed'); last_seq bigint;
BEGIN
  SELECT w.removed_seq INTO STRICT last_seq FROM clinic.workstation w WHERE w.id = me;
  RETURN QUERY SELECT r.seq, r.link, r.body FROM clinic.log_row r
    WHERE r.seq > after_seq AND (last_seq IS NULL OR r.seq <= last_seq)
    ORDER BY r.seq LIMIT least(most, 500);
END $$;

CREATE FUNCTION clinic_v1.boxes(names bytea[]) RETURNS TABLE (name bytea, box bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM clinic.caller('enrolling', 'enrolled');
  PERFORM clinic.check_count(names);
  RETURN QUERY SELECT b.name, b.box FROM clinic.box b WHERE b.name = ANY (names);
END $$;

CREATE FUNCTION clinic_v1.bring_boxes(names bytea[], texts bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM clinic.caller('enrolled');
  PERFORM clinic.keep_boxes(names, texts);
END $$;

CREATE FUNCTION clinic_v1.drop_boxes(names bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM clinic.caller('enrolled');
  PERFORM clinic.check_count(names);
  DELETE FROM clinic.box b WHERE b.name = ANY (names);
END $$;

-- Raises the caller's own part of each mark, and never lowers it.
CREATE FUNCTION clinic_v1.raise(names bytea[], parts bigint[])
RETURNS TABLE (name bytea, total bigint, highest bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := clinic.caller('enrolled');
BEGIN
  PERFORM clinic.check_count(names);
  INSERT INTO clinic.mark AS m (name, workstation, value)
    SELECT g.name, me, max(g.value) FROM unnest(names, parts) AS g (name, value) GROUP BY g.name ORDER BY g.name
    ON CONFLICT ON CONSTRAINT mark_pkey DO UPDATE SET value = excluded.value WHERE m.value < excluded.value;
  RETURN QUERY SELECT m.name, least(sum(m.value), 9007199254740991)::bigint, max(m.value)
    FROM clinic.mark m WHERE m.name = ANY (names) GROUP BY m.name;
END $$;

-- Uses a number up: true for exactly one caller for each number, and never for a lesser one after it.
CREATE FUNCTION clinic_v1.spend(mark_name bytea, number bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := clinic.caller('enrolled');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(mark_name, 'hex'), 0));
  IF EXISTS (SELECT 1 FROM clinic.mark m WHERE m.name = mark_name AND m.value >= number) THEN
    RETURN false;
  END IF;
  INSERT INTO clinic.mark AS m (name, workstation, value) VALUES (mark_name, me, number)
    ON CONFLICT ON CONSTRAINT mark_pkey DO UPDATE SET value = excluded.value;
  RETURN true;
END $$;

-- Makes a place for a new workstation. The password, a part of the code on paper, never comes here.
CREATE FUNCTION clinic_v1.open_enrolment(new_id uuid, verifier text, sealed bytea, hours int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE until timestamptz := clock_timestamp() + make_interval(hours => hours);
BEGIN
  PERFORM clinic.caller('enrolled');
  IF hours IS NULL OR hours NOT BETWEEN 1 AND 24 OR sealed IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Not a place.';
  END IF;
  INSERT INTO clinic.workstation (id, standing, package, expires_at) VALUES (new_id, 'enrolling', sealed, until);
  PERFORM clinic.make_login(new_id, verifier, until::text, 'clinic_enrolling_@SUFFIX@');
END $$;

CREATE FUNCTION clinic_v1.enrolment_package() RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE is_enrolling boolean; sealed bytea;
BEGIN
  SELECT w.standing = 'enrolling', CASE WHEN w.expires_at > clock_timestamp() THEN w.package END
    INTO is_enrolling, sealed
    FROM clinic.workstation w WHERE session_user = 'w_' || replace(w.id::text, '-', '');
  IF is_enrolling IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'Not for this login.';
  END IF;
  RETURN sealed;
END $$;

-- Once: appends the row that says so, and changes the password from the code's to the workstation's.
CREATE FUNCTION clinic_v1.enrol(after_seq bigint, after_link bytea, new_body bytea, verifier text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid; login text;
BEGIN
  PERFORM 1 FROM clinic.head h FOR UPDATE;
  me := clinic.caller('enrolling', 'enrolled');
  PERFORM clinic.check_verifier(verifier);
  IF EXISTS (SELECT 1 FROM clinic.workstation w WHERE w.id = me AND w.standing = 'enrolled') THEN
    -- Only the same call again, after a lost answer.
    IF EXISTS (SELECT 1 FROM clinic.log_row r
                WHERE r.seq = after_seq + 1 AND r.link = sha256(after_link || new_body)) THEN
      RETURN true;
    END IF;
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'This code is spent.';
  END IF;
  IF NOT clinic.extend(after_seq, after_link, new_body, '{}', '{}') THEN
    RETURN false;
  END IF;
  UPDATE clinic.workstation w SET standing = 'enrolled', package = NULL, expires_at = NULL WHERE w.id = me;
  login := 'w_' || replace(me::text, '-', '');
  EXECUTE format('ALTER ROLE %I PASSWORD %L VALID UNTIL ''infinity''', login, verifier);
  EXECUTE format('GRANT clinic_workstation_@SUFFIX@ TO %I', login);
  EXECUTE format('REVOKE clinic_enrolling_@SUFFIX@ FROM %I', login);
  RETURN true;
END $$;

-- Who is sent away keeps the login, and may read until here: so it learns who decided that.
CREATE FUNCTION clinic_v1.remove(gone uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE login text := 'w_' || replace(gone::text, '-', '');
BEGIN
  PERFORM 1 FROM clinic.head h FOR UPDATE;
  PERFORM clinic.caller('enrolled');
  UPDATE clinic.workstation w SET standing = 'removed', package = NULL, removed_seq = h.seq, removed_link = h.link
    FROM clinic.head h WHERE w.id = gone AND w.standing <> 'removed';
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- It may have raised them to lock others out.
  DELETE FROM clinic.mark m WHERE m.workstation = gone;
  EXECUTE format('GRANT clinic_removed_@SUFFIX@ TO %I', login);
  EXECUTE format('REVOKE clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@ FROM %I', login);
END $$;

GRANT EXECUTE ON FUNCTION clinic_v1.greet(), clinic_v1.rows(bigint, int)
  TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@, clinic_removed_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.boxes(bytea[]), clinic_v1.enrol(bigint, bytea, bytea, text)
  TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.enrolment_package() TO clinic_enrolling_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.append(bigint, bytea, bytea, bytea[], bytea[]),
  clinic_v1.bring_boxes(bytea[], bytea[]), clinic_v1.drop_boxes(bytea[]), clinic_v1.raise(bytea[], bigint[]),
  clinic_v1.spend(bytea, bigint), clinic_v1.open_enrolment(uuid, text, bytea, int), clinic_v1.remove(uuid)
  TO clinic_workstation_@SUFFIX@;

INSERT INTO clinic.head (log, seq, link) VALUES ('@LOG@', 0, decode(repeat('00', 32), 'hex'));
INSERT INTO clinic.workstation (id, standing) VALUES ('@WORKSTATION@', 'enrolled');
SELECT clinic.make_login('@WORKSTATION@', '@VERIFIER@', 'infinity', 'clinic_workstation_@SUFFIX@');
COMMIT;
