
-- What follows from the log: the present state of every shared thing, as JSON. Computed; may be dropped and rebuilt.
CREATE TABLE record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
-- Which entries are about which record: its history. Computed too.
CREATE TABLE touched (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, id, seq)
) STRICT, WITHOUT ROWID;
