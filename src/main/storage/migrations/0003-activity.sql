-- The last activity is sealed now, and counted. A session from before has none that opens, so that
-- it ends like any other that the app's closing cut off.
ALTER TABLE session DROP COLUMN started_wall_ms;
ALTER TABLE session DROP COLUMN started_boot_ms;
ALTER TABLE session DROP COLUMN last_activity_wall_ms;
ALTER TABLE session DROP COLUMN last_activity_boot_ms;
ALTER TABLE session ADD COLUMN activity_counter INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN activity BLOB NOT NULL DEFAULT x'';
