-- Keys, two-factor authentication, recovery and throttled sign-in.

-- A password opens the account key; the plain hashes of before serve once more, for the sign-in
-- that replaces them.
CREATE TABLE legacy_password (
  member_id TEXT PRIMARY KEY REFERENCES member (id),
  hash      TEXT NOT NULL
) STRICT;
INSERT INTO legacy_password (member_id, hash) SELECT id, password_hash FROM member;
ALTER TABLE member DROP COLUMN password_hash;

CREATE TABLE credential (
  member_id   TEXT PRIMARY KEY REFERENCES member (id),
  version     INTEGER NOT NULL,
  memory_kib  INTEGER NOT NULL,
  passes      INTEGER NOT NULL,
  lanes       INTEGER NOT NULL,
  salt        BLOB NOT NULL,
  auth_check  BLOB NOT NULL,
  wrapped_key BLOB NOT NULL
) STRICT;

-- What one derivation of a password should cost on this computer, as measured at the first run.
CREATE TABLE password_cost (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  memory_kib INTEGER NOT NULL,
  passes     INTEGER NOT NULL,
  lanes      INTEGER NOT NULL
) STRICT;

-- What is private, or must not be changed by hand, sealed under the account key.
CREATE TABLE sealed_record (
  name TEXT PRIMARY KEY,
  box  BLOB NOT NULL
) STRICT;

-- The account key under a code on paper: an invitation, or the emergency kit.
CREATE TABLE spare_key (
  id              TEXT PRIMARY KEY,
  wrapped_key     BLOB NOT NULL,
  created_wall_ms REAL NOT NULL,
  created_boot_ms REAL NOT NULL
) STRICT;

-- Wrong tries to sign in since the last right one; the subject is a keyed hash of an email.
CREATE TABLE failed_tries (
  subject      TEXT PRIMARY KEY,
  tries        INTEGER NOT NULL,
  last_wall_ms REAL NOT NULL,
  last_boot_ms REAL NOT NULL
) STRICT;

ALTER TABLE notice ADD COLUMN amount INTEGER;

-- A session key now wraps the account key. A session from before can't be taken up again: an empty
-- wrap opens nothing, so that it ends like any other that the app's closing cut off.
ALTER TABLE session DROP COLUMN key_check;
ALTER TABLE session ADD COLUMN wrapped_key BLOB NOT NULL DEFAULT x'';
