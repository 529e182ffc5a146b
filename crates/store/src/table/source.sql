
-- Files that were read: how far, and what those bytes were.
CREATE TABLE source (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    bytes_read INTEGER NOT NULL CHECK (bytes_read >= 0),
    sha256 TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    format TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX source_by_hash ON source (sha256);
