
-- The log: one row per change, dense from 1. `entry` is the text that was hashed. `id` is the client's: a retry is found.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    id TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    entry TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_is_not_rewritten BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
-- The names of changes that occur in the log, so that an unknown one is seen without reading all of it.
CREATE TABLE change_name (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
