-- Brings an account of version 6 up to date: it has what `account.sql` makes after that.

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

-- Lost decisions that nobody wants to be told of any more: they were decided again, or put away.
CREATE TABLE decision_put_away (
  signature BLOB PRIMARY KEY
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
