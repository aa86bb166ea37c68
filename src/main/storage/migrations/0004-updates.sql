-- What is known of how old the app's version is, so that it survives a restart.
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
