-- The account and this workstation. Times are milliseconds since 1970 unless a name says otherwise.
--
-- What is added here is added to `account-from-6.sql` too: to a table that was there, at its end.

CREATE TABLE installation (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  id         TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- What the clinic decided: a chain of signed entries. Nobody ever changes one.
CREATE TABLE decision (
  seq       INTEGER PRIMARY KEY,
  body      BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  link      BLOB NOT NULL UNIQUE CHECK (length(link) = 32)
) STRICT;

CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'the decisions are append-only'); END;

-- Entries that were taken out of the chain when an administrator went on without them.
CREATE TABLE decision_set_aside (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  seq       INTEGER NOT NULL,
  body      BLOB NOT NULL,
  signature BLOB NOT NULL,
  link      BLOB NOT NULL
) STRICT;
-- Lost decisions that nobody wants to be told of any more: they were decided again, or put away.
CREATE TABLE decision_put_away (
  signature BLOB PRIMARY KEY
) STRICT;

-- Sealed texts that decisions name by their hashes.
CREATE TABLE decision_box (
  hash TEXT PRIMARY KEY,
  box  BLOB NOT NULL
) STRICT;

-- What the chain says, in JSON: a copy, for the first picture after a start.
CREATE TABLE clinic_state (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  state    TEXT NOT NULL
) STRICT;

-- The log of a shared account, as the clinic's server has it: one sealed row for each decision.
CREATE TABLE log_row (
  seq  INTEGER PRIMARY KEY,
  link BLOB NOT NULL UNIQUE CHECK (length(link) = 32),
  body BLOB NOT NULL
) STRICT;

CREATE TRIGGER log_row_is_never_changed BEFORE UPDATE ON log_row
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- This computer as a workstation of a clinic. The secrets are sealed under a key in the OS keychain; none are
-- left when it has gone on alone.
CREATE TABLE clinic_workstation (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id       TEXT NOT NULL,
  sealed   BLOB
) STRICT;

-- When the clinic's server was last in contact: sealed under the workstation's own key.
CREATE TABLE last_contact (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sealed   BLOB NOT NULL
) STRICT;

-- This computer's own parts of the numbers that the clinic adds up.
CREATE TABLE mark_part (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

-- The runs of the app at this workstation, by which the clinic's server tells it from a copy of this computer: the
-- last one, whether the server is known to have heard of it, the one before it, and how often the app has started.
CREATE TABLE own_runs (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  run        BLOB NOT NULL CHECK (length(run) = 16),
  is_kept    INTEGER NOT NULL CHECK (is_kept IN (0, 1)),
  run_before BLOB CHECK (length(run_before) = 16),
  starts     INTEGER NOT NULL
) STRICT;

-- When another computer last used this workstation's identity, as far as the audit trail says.
CREATE TABLE copy_told (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  at       INTEGER NOT NULL
) STRICT;

-- Who took this computer out of its clinic, and when; all else that it had of the clinic is gone then.
CREATE TABLE removal (
  only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
  clinic_name TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;

-- A policy that was imported before the clinic was set up.
CREATE TABLE suggested_policy (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  document TEXT NOT NULL
) STRICT;

-- When each member last signed in at this computer.
CREATE TABLE signed_in_here (
  member_id TEXT PRIMARY KEY,
  at        INTEGER NOT NULL
) STRICT;

-- The session that lives at this workstation: at most one, gone the moment it ends.
CREATE TABLE session (
  only_row         INTEGER PRIMARY KEY CHECK (only_row = 1),
  id               TEXT NOT NULL,
  member_id        TEXT NOT NULL,
  key_half         BLOB NOT NULL,
  wrapped_key      BLOB NOT NULL,
  activity_counter INTEGER NOT NULL,
  activity         BLOB NOT NULL
) STRICT;

-- The end of a session whose wipe is not yet proved complete.
CREATE TABLE wipe_pending (
  session_id    TEXT PRIMARY KEY,
  member_id     TEXT NOT NULL,
  cause         TEXT NOT NULL,
  limit_seconds INTEGER NOT NULL,
  measured_ms   REAL NOT NULL,
  lateness_ms   REAL NOT NULL,
  at_wall_ms    REAL NOT NULL,
  at_boot_ms    REAL NOT NULL,
  audited       INTEGER NOT NULL CHECK (audited IN (0, 1))
) STRICT;

CREATE TABLE notice (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  amount     INTEGER
) STRICT;

CREATE TABLE notice_recipient (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  member_id TEXT NOT NULL,
  seen_at   INTEGER,
  PRIMARY KEY (notice_id, member_id)
) STRICT;

CREATE TABLE audit_event (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  workstation   TEXT NOT NULL,
  member_id     TEXT,
  event         TEXT NOT NULL,
  cause         TEXT,
  measured_ms   REAL,
  limit_seconds INTEGER,
  lateness_ms   REAL,
  wipe          TEXT CHECK (wipe IN ('done', 'failed')),
  detail        TEXT,
  -- The proofs of the row; keys/trail-seal.ts says how they are made.
  link          BLOB,
  seal          BLOB
) STRICT;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- What an administrator's signed cut has removed may go, and nothing else.
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
WHEN NOT EXISTS (SELECT 1 FROM trail_cut WHERE events >= OLD.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- REPLACE deletes a row without firing the trigger above.
CREATE TRIGGER audit_event_is_never_replaced BEFORE INSERT ON audit_event
WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- How far the audit trail has come, and the key of its next event: replaced with each event.
CREATE TABLE trail_state (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  events   INTEGER NOT NULL,
  link     BLOB NOT NULL,
  key      BLOB NOT NULL
) STRICT;

-- Stretches of the trail, each with a first key of its own. `after`: the event before its first one.
CREATE TABLE trail_segment (
  number         INTEGER PRIMARY KEY,
  after          INTEGER NOT NULL,
  sealed         INTEGER NOT NULL,
  administrators TEXT,
  commitment     BLOB NOT NULL,
  first_key      BLOB NOT NULL,
  proof          BLOB
) STRICT;

-- Members' signatures of how far the trail had come.
CREATE TABLE trail_head (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  events    INTEGER NOT NULL,
  link      BLOB NOT NULL,
  at        INTEGER NOT NULL,
  member_id TEXT NOT NULL,
  key       TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;

-- Administrators' signatures under the removal of all events up to one.
CREATE TABLE trail_cut (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  events     INTEGER NOT NULL,
  link       BLOB NOT NULL,
  at         INTEGER NOT NULL,
  member_id  TEXT NOT NULL,
  key        TEXT NOT NULL,
  signature  BLOB NOT NULL,
  commitment BLOB NOT NULL
) STRICT;

CREATE TRIGGER trail_head_is_never_changed BEFORE UPDATE ON trail_head
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER trail_head_is_never_deleted BEFORE DELETE ON trail_head
WHEN NOT EXISTS (SELECT 1 FROM trail_cut WHERE events >= OLD.events)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER trail_cut_is_never_changed BEFORE UPDATE ON trail_cut
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER trail_cut_is_never_deleted BEFORE DELETE ON trail_cut
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- What is kept for one member, sealed under a key of that member alone.
CREATE TABLE sealed_record (
  name TEXT PRIMARY KEY,
  box  BLOB NOT NULL
) STRICT;

-- Wrong tries to sign in since the last right one; the subject is a keyed hash of an email.
CREATE TABLE failed_tries (
  subject      TEXT PRIMARY KEY,
  tries        INTEGER NOT NULL,
  last_wall_ms REAL NOT NULL,
  last_boot_ms REAL NOT NULL
) STRICT;

-- What is known about the age of the app's version, kept for the next run.
CREATE TABLE update_memory (
  only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
  version       TEXT NOT NULL,
  checked_at    INTEGER,
  up_to_date_at INTEGER,
  newer_version TEXT,
  newer_since   INTEGER,
  refused       TEXT,
  CHECK ((newer_version IS NULL) = (newer_since IS NULL))
) STRICT;

-- How long pauses lasted, without names: the longest of each session, and how many each person of a day had. The
-- numbers are random, and rows lie in their order: nothing tells which came first.
CREATE TABLE session_pause (
  day       INTEGER NOT NULL,
  session   BLOB NOT NULL,
  longest   INTEGER NOT NULL,
  timed_out INTEGER NOT NULL CHECK (timed_out IN (0, 1)),
  PRIMARY KEY (day, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_pause (
  day     INTEGER NOT NULL,
  person  BLOB NOT NULL,
  seconds INTEGER NOT NULL,
  times   INTEGER NOT NULL,
  PRIMARY KEY (day, person, seconds)
) STRICT, WITHOUT ROWID;
