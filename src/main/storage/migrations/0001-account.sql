-- The account and this workstation, first version. Times are milliseconds since 1970 unless a name
-- says otherwise.

CREATE TABLE installation (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  id         TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clinic (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
  id                TEXT PRIMARY KEY,
  name              TEXT NOT NULL,
  email             TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role              TEXT NOT NULL CHECK (role IN ('administrator', 'practitioner', 'receptionist', 'bookkeeper')),
  active            INTEGER NOT NULL CHECK (active IN (0, 1)),
  password_hash     TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  last_signed_in_at INTEGER
) STRICT;

-- Every policy that was ever saved; the newest that can be read is the one that holds.
CREATE TABLE policy_document (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  saved_by TEXT REFERENCES member (id),
  saved_at INTEGER NOT NULL
) STRICT;

-- The session that lives at this workstation: at most one, gone the moment it ends.
CREATE TABLE session (
  only_row              INTEGER PRIMARY KEY CHECK (only_row = 1),
  id                    TEXT NOT NULL,
  member_id             TEXT NOT NULL REFERENCES member (id),
  key_half              BLOB NOT NULL,
  key_check             BLOB NOT NULL,
  started_wall_ms       REAL NOT NULL,
  started_boot_ms       REAL NOT NULL,
  last_activity_wall_ms REAL NOT NULL,
  last_activity_boot_ms REAL NOT NULL
) STRICT;

-- An end of a session that was begun and not yet proved complete.
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
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE notice_recipient (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  member_id TEXT NOT NULL REFERENCES member (id),
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
  detail        TEXT
) STRICT;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_event_is_never_replaced BEFORE INSERT ON audit_event
WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
