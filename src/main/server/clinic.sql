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
  number       int  NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,  -- its short name in clinic.trail_item
  standing     text NOT NULL CHECK (standing IN ('enrolling', 'enrolled', 'removed')),
  package      bytea CHECK (octet_length(package) <= 4194304),  -- while enrolling: sealed under the code
  expires_at   timestamptz,                                     -- while enrolling
  removed_seq  bigint,
  removed_link bytea,
  late_bytes   bigint NOT NULL DEFAULT 0                        -- what it brought of its trail since it was removed
);

-- Numbers that only grow; each workstation has its own part.
CREATE TABLE clinic.mark (
  name        bytea  NOT NULL CHECK (octet_length(name) = 16),
  workstation uuid   NOT NULL REFERENCES clinic.workstation,
  value       bigint NOT NULL CHECK (value BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (name, workstation)
) WITH (fillfactor = 70);
CREATE INDEX mark_by_workstation ON clinic.mark (workstation);

-- What each workstation says of itself. Nothing is lost with it, so nothing of it is written twice. `home` is the
-- table that a beat was written to: see clinic.home.
CREATE UNLOGGED TABLE clinic.beat (
  workstation uuid PRIMARY KEY REFERENCES clinic.workstation,
  home        text        NOT NULL,
  run         bytea       NOT NULL CHECK (octet_length(run) = 16),
  whose       bytea       CHECK (octet_length(whose) = 16),
  body        bytea       NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 8192),
  heard_at    timestamptz NOT NULL,
  change      bigint      NOT NULL,
  copied_at   timestamptz
) WITH (fillfactor = 50);
CREATE INDEX beat_by_change ON clinic.beat (change);
CREATE INDEX beat_by_whose ON clinic.beat (whose) WHERE whose IS NOT NULL;
CREATE UNLOGGED SEQUENCE clinic.beat_change;

-- Audit trails, item by item. Kinds: 1 key, 2 segment, 3 event, 4 head, 5 cut. There are many, so names are short: a
-- workstation's is its number, and of a tag half is kept. Nothing refers to clinic.workstation: each item would lock
-- the workstation's row.
CREATE TABLE clinic.trail_item (
  number      bigint   NOT NULL CHECK (number BETWEEN 1 AND 9007199254740991),
  at_ms       bigint   CHECK (at_ms BETWEEN 0 AND 9007199254740991),
  event       bigint,
  member      bigint,
  by_member   bigint,
  workstation int      NOT NULL,
  kind        smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  box         bytea    NOT NULL CHECK (octet_length(box) BETWEEN 1 AND 65536),
  PRIMARY KEY (workstation, kind, number),
  CHECK (CASE WHEN kind = 3 THEN at_ms IS NOT NULL AND event IS NOT NULL
              ELSE at_ms IS NULL AND event IS NULL AND member IS NULL AND by_member IS NULL END)
);
ALTER TABLE clinic.trail_item ALTER COLUMN box SET STORAGE EXTERNAL;  -- sealed bytes cannot be compressed
-- All that a page is chosen by is in its index; only what is on the page is looked up in the table.
CREATE INDEX trail_by_time ON clinic.trail_item (at_ms, workstation, number) WHERE kind = 3;
CREATE INDEX trail_by_event ON clinic.trail_item (event, at_ms, workstation, number) WHERE kind = 3;
CREATE INDEX trail_by_workstation ON clinic.trail_item (workstation, at_ms, number, event) WHERE kind = 3;
CREATE INDEX trail_by_member ON clinic.trail_item (member, at_ms, workstation, number, event)
  WHERE kind = 3 AND member IS NOT NULL;
CREATE INDEX trail_by_by_member ON clinic.trail_item (by_member, at_ms, workstation, number, event, member)
  WHERE kind = 3 AND by_member IS NOT NULL;

-- These are called within the functions of clinic_v1 alone, which set where names are looked for: to set it anew
-- would cost more than most of them do.

-- The caller, by its login: `session_user` stays what it is within SECURITY DEFINER.
CREATE FUNCTION clinic.caller(VARIADIC allowed text[]) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
DECLARE
  named CONSTANT uuid := CASE WHEN session_user ~ '^w_[0-9a-f]{32}$' THEN substr(session_user, 3) END;
  found uuid;
BEGIN
  SELECT w.id INTO found FROM clinic.workstation w
   WHERE w.id = named AND w.standing = ANY (allowed)
     AND (w.expires_at IS NULL OR w.expires_at > clock_timestamp());
  IF found IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'Not for this login.';
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION clinic.check_verifier(verifier text) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  -- Anything else would be taken for a password.
  IF verifier IS NULL
     OR verifier !~ '^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Not a verifier.';
  END IF;
END $$;

CREATE FUNCTION clinic.check_count(given bytea[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF given IS NULL OR cardinality(given) > 500 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Too many at once.';
  END IF;
END $$;

-- The table of beats that is here. A dump brings back beats of another day, and with them the runs of then, as if
-- every workstation had been copied: so a beat counts in the table that it was written to, and in no other.
CREATE FUNCTION clinic.home() RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT c.system_identifier || ' ' || 'clinic.beat'::regclass::oid FROM pg_control_system() c
$$;

-- What is kept of a tag of 16 bytes.
CREATE FUNCTION clinic.short(tag bytea) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT ('x' || encode(substr(tag, 1, 8), 'hex'))::bit(64)::bigint
$$;

CREATE FUNCTION clinic.check_tags(VARIADIC tags bytea[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(tags) AS t (tag) WHERE octet_length(t.tag) <> 16) THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Not a tag.';
  END IF;
END $$;

CREATE FUNCTION clinic.number_of(workstation uuid) RETURNS int
LANGUAGE sql STABLE AS $$
  SELECT w.number FROM clinic.workstation w WHERE w.id = workstation
$$;

CREATE FUNCTION clinic.milliseconds(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT (extract(epoch FROM at) * 1000)::bigint
$$;

-- The settings end what a computer that is switched off leaves behind, and what takes too long.
CREATE FUNCTION clinic.make_login(id uuid, verifier text, until text, in_group text) RETURNS void
LANGUAGE plpgsql AS $$
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
LANGUAGE plpgsql AS $$
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
LANGUAGE plpgsql AS $$
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
      clinic.milliseconds(clock_timestamp()), pg_is_in_recovery(),
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
  DELETE FROM clinic.beat b WHERE b.workstation = gone;
  EXECUTE format('GRANT clinic_removed_@SUFFIX@ TO %I', login);
  EXECUTE format('REVOKE clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@ FROM %I', login);
END $$;

-- As greet, and keeps what the caller says of itself, unless the last who did so was another computer with the same
-- login: neither this run of the app nor the one before it.
CREATE FUNCTION clinic_v1.beat(new_run bytea, run_before bytea, new_whose bytea, new_body bytea)
RETURNS TABLE (log uuid, seq bigint, link bytea, standing text, now_ms bigint, replica boolean, max_connections int,
  is_copy boolean, copied_ms bigint, elsewhere int, other_workstation uuid, other_heard_ms bigint,
  other_change bigint, other_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := clinic.caller('enrolled'); here text := clinic.home();
  copied timestamptz; kept boolean; alike int; by_chance uuid;
BEGIN
  IF octet_length(run_before) <> 16 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Not a run.';
  END IF;
  SELECT count(*) INTO STRICT alike FROM clinic.beat b JOIN clinic.workstation w ON w.id = b.workstation
   WHERE b.whose = new_whose AND b.home = here AND b.workstation <> me AND w.standing = 'enrolled';
  SELECT b.workstation INTO by_chance FROM clinic.beat b JOIN clinic.workstation w ON w.id = b.workstation
   WHERE b.home = here AND b.workstation <> me AND w.standing = 'enrolled' ORDER BY random() LIMIT 1;
  -- Last, so that numbers are seen nearly in their order.
  INSERT INTO clinic.beat AS b (workstation, home, run, whose, body, heard_at, change)
    VALUES (me, here, new_run, new_whose, new_body, clock_timestamp(), nextval('clinic.beat_change'))
    ON CONFLICT (workstation) DO UPDATE
      SET home = excluded.home, run = excluded.run, whose = excluded.whose, body = excluded.body,
          heard_at = excluded.heard_at, change = excluded.change,
          copied_at = CASE WHEN b.home = here THEN b.copied_at END
      WHERE b.home <> here OR b.run = new_run OR b.run = run_before
    RETURNING b.copied_at INTO copied;
  kept := FOUND;
  IF NOT kept THEN
    UPDATE clinic.beat b SET copied_at = clock_timestamp() WHERE b.workstation = me RETURNING b.copied_at INTO copied;
  END IF;
  RETURN QUERY SELECT h.log, h.seq, h.link, 'enrolled', clinic.milliseconds(clock_timestamp()), pg_is_in_recovery(),
      current_setting('max_connections')::int, NOT kept, clinic.milliseconds(copied), alike,
      o.workstation, clinic.milliseconds(o.heard_at), o.change, o.body
    FROM clinic.head h LEFT JOIN clinic.beat o ON o.workstation = by_chance;
END $$;

CREATE FUNCTION clinic_v1.beats(after_change bigint, of_whom bytea)
RETURNS TABLE (workstation uuid, heard_ms bigint, change bigint, body bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE here text := clinic.home(); start_at bigint := after_change;
BEGIN
  PERFORM clinic.caller('enrolled');
  -- After a crash or a restore numbers begin anew, and whoever asks may not have noticed.
  SELECT CASE WHEN s.last_value < after_change THEN 0 ELSE after_change END INTO STRICT start_at
    FROM clinic.beat_change s;
  RETURN QUERY SELECT b.workstation, clinic.milliseconds(b.heard_at), b.change, b.body
    FROM clinic.beat b JOIN clinic.workstation w ON w.id = b.workstation
    WHERE b.change > start_at AND b.home = here AND w.standing = 'enrolled' AND (of_whom IS NULL OR b.whose = of_whom)
    ORDER BY b.change LIMIT 500;
END $$;

-- Items of the caller's own trail. The first of a number stays: who could replace one, could change the past. A
-- workstation that was removed brings what nobody has yet, but cannot fill the disk.
CREATE FUNCTION clinic_v1.bring_trail(kinds smallint[], numbers bigint[], boxes bytea[], times bigint[],
  events bytea[], members bytea[], by_members bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := clinic.caller('enrolled', 'removed'); my_number int := clinic.number_of(me); bytes bigint;
BEGIN
  PERFORM clinic.check_count(boxes);
  PERFORM clinic.check_tags(VARIADIC events || members || by_members);
  WITH brought AS (
    INSERT INTO clinic.trail_item AS t (workstation, kind, number, box, at_ms, event, member, by_member)
      SELECT my_number, g.kind, g.number, g.box, g.at_ms,
             clinic.short(g.event), clinic.short(g.member), clinic.short(g.by_member)
        FROM unnest(kinds, numbers, boxes, times, events, members, by_members) WITH ORDINALITY
          AS g (kind, number, box, at_ms, event, member, by_member, place)
        ORDER BY g.place
      ON CONFLICT DO NOTHING
      RETURNING octet_length(t.box) AS size
  ) SELECT coalesce(sum(b.size), 0) INTO STRICT bytes FROM brought b;
  UPDATE clinic.workstation w SET late_bytes = w.late_bytes + bytes WHERE w.id = me AND w.standing = 'removed'
    RETURNING w.late_bytes INTO bytes;
  IF FOUND AND bytes > 16777216 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Too much after the removal.';
  END IF;
END $$;

CREATE FUNCTION clinic_v1.trail_tips(of_all boolean)
RETURNS TABLE (workstation uuid, kind smallint, last bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := clinic.caller('enrolled', 'removed');
BEGIN
  IF of_all THEN
    PERFORM clinic.caller('enrolled');
  END IF;
  RETURN QUERY SELECT w.id, k.kind::smallint, t.number
    FROM clinic.workstation w CROSS JOIN generate_series(1, 5) AS k (kind)
    CROSS JOIN LATERAL (SELECT i.number FROM clinic.trail_item i WHERE i.workstation = w.number AND i.kind = k.kind
                         ORDER BY i.number DESC LIMIT 1) t
    WHERE of_all OR w.id = me;
END $$;

CREATE FUNCTION clinic_v1.trail_items(of_workstation uuid, of_kind smallint, after_number bigint, most int)
RETURNS TABLE (number bigint, box bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE wanted int := clinic.number_of(of_workstation);
BEGIN
  PERFORM clinic.caller('enrolled');
  RETURN QUERY SELECT t.number, t.box FROM clinic.trail_item t
    WHERE t.workstation = wanted AND t.kind = of_kind AND t.number > after_number
    ORDER BY t.number LIMIT least(most, 500);
END $$;

-- Events of all workstations, newest first, from a place on. It is planned anew for each question: one plan for all
-- of them would read the whole table for some.
CREATE FUNCTION clinic_v1.trail_page(events bytea[], of_member bytea, of_workstation uuid, since_ms bigint,
  before_ms bigint, before_workstation uuid, before_number bigint, most int)
RETURNS TABLE (workstation uuid, number bigint, at_ms bigint, box bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  newest CONSTANT text := ' ORDER BY t.at_ms DESC, t.workstation DESC, t.number DESC LIMIT least($8, 500)';
  keys   CONSTANT text := 'SELECT t.at_ms, t.workstation, t.number FROM clinic.trail_item t WHERE t.kind = 3';
  bounds text := ''; one_of text := ''; places text;
BEGIN
  PERFORM clinic.caller('enrolled');
  PERFORM clinic.check_tags(VARIADIC events || of_member);
  IF cardinality(events) > 200 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'Too many at once.';
  END IF;
  IF since_ms IS NOT NULL THEN
    bounds := bounds || ' AND t.at_ms >= $4';
  END IF;
  IF before_ms IS NOT NULL THEN
    bounds := bounds || ' AND (t.at_ms, t.workstation, t.number) < ($5, $6, $7)';
  END IF;
  IF of_workstation IS NOT NULL THEN
    bounds := bounds || ' AND t.workstation = $3';
  END IF;
  IF events IS NOT NULL THEN
    one_of := ' AND t.event = ANY ($1)';
  END IF;
  IF of_member IS NOT NULL THEN
    -- Two indexes; what somebody did to themselves is in both.
    places := format('(%1$s AND t.member = $2%2$s%3$s) UNION ALL (%1$s AND t.by_member = $2'
      ' AND t.member IS DISTINCT FROM $2%2$s%3$s)', keys, bounds || one_of, newest);
  ELSIF events IS NOT NULL AND of_workstation IS NULL THEN
    -- The newest of each event, and of those the newest.
    places := format('SELECT n.* FROM unnest($1) AS e (event) CROSS JOIN LATERAL (%s AND t.event = e.event%s%s) n',
      keys, bounds, newest);
  ELSE
    places := keys || bounds || one_of || newest;
  END IF;
  RETURN QUERY EXECUTE format('SELECT w.id, i.number, i.at_ms, i.box'
    ' FROM (SELECT * FROM (%s) t%s) p'
    ' JOIN clinic.trail_item i ON i.workstation = p.workstation AND i.kind = 3 AND i.number = p.number'
    ' JOIN clinic.workstation w ON w.number = i.workstation'
    ' ORDER BY i.at_ms DESC, i.workstation DESC, i.number DESC', places, newest)
    USING (SELECT array_agg(DISTINCT clinic.short(e.tag)) FROM unnest(events) AS e (tag)), clinic.short(of_member),
      clinic.number_of(of_workstation), since_ms, before_ms, coalesce(clinic.number_of(before_workstation), 0),
      before_number, most;
END $$;

-- Deletes the caller's own events up to a number, and the heads up to another, some at a time. Whether that was all.
CREATE FUNCTION clinic_v1.drop_trail(last_event bigint, last_head bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me int := clinic.number_of(clinic.caller('enrolled')); dropped int; most CONSTANT int := 5000;
BEGIN
  DELETE FROM clinic.trail_item t USING (
    (SELECT i.kind, i.number FROM clinic.trail_item i
      WHERE i.workstation = me AND i.kind = 3 AND i.number <= last_event ORDER BY i.number LIMIT most)
    UNION ALL
    (SELECT i.kind, i.number FROM clinic.trail_item i
      WHERE i.workstation = me AND i.kind = 4 AND i.number <= last_head ORDER BY i.number LIMIT most)
  ) d WHERE t.workstation = me AND t.kind = d.kind AND t.number = d.number;
  GET DIAGNOSTICS dropped = ROW_COUNT;
  RETURN dropped < most;
END $$;

GRANT EXECUTE ON FUNCTION clinic_v1.greet(), clinic_v1.rows(bigint, int)
  TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@, clinic_removed_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.boxes(bytea[]), clinic_v1.enrol(bigint, bytea, bytea, text)
  TO clinic_workstation_@SUFFIX@, clinic_enrolling_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.enrolment_package() TO clinic_enrolling_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.append(bigint, bytea, bytea, bytea[], bytea[]),
  clinic_v1.bring_boxes(bytea[], bytea[]), clinic_v1.drop_boxes(bytea[]), clinic_v1.raise(bytea[], bigint[]),
  clinic_v1.spend(bytea, bigint), clinic_v1.open_enrolment(uuid, text, bytea, int), clinic_v1.remove(uuid),
  clinic_v1.beat(bytea, bytea, bytea, bytea), clinic_v1.beats(bigint, bytea),
  clinic_v1.trail_items(uuid, smallint, bigint, int), clinic_v1.drop_trail(bigint, bigint),
  clinic_v1.trail_page(bytea[], bytea, uuid, bigint, bigint, uuid, bigint, int)
  TO clinic_workstation_@SUFFIX@;
GRANT EXECUTE ON FUNCTION clinic_v1.trail_tips(boolean),
  clinic_v1.bring_trail(smallint[], bigint[], bytea[], bigint[], bytea[], bytea[], bytea[])
  TO clinic_workstation_@SUFFIX@, clinic_removed_@SUFFIX@;

INSERT INTO clinic.head (log, seq, link) VALUES ('@LOG@', 0, decode(repeat('00', 32), 'hex'));
INSERT INTO clinic.workstation (id, standing) VALUES ('@WORKSTATION@', 'enrolled');
SELECT clinic.make_login('@WORKSTATION@', '@VERIFIER@', 'infinity', 'clinic_workstation_@SUFFIX@');
COMMIT;
