
-- Indicators and sources by number, so that a chunk's key is small.
CREATE TABLE sli (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE count_source (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
-- One chunk per indicator, UTC day and source. The sums stand here as plain integers: whole days need no decoding.
-- Minutes since 1970-01-01T00:00Z; `last_minute` is the last one with events, not the one behind it.
-- `checksum`: the first 8 bytes of the SHA-256 of the bytes in `chunk_data`.
CREATE TABLE chunk (
    sli INTEGER NOT NULL REFERENCES sli (key),
    day INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES count_source (key),
    first_minute INTEGER NOT NULL,
    last_minute INTEGER NOT NULL,
    good INTEGER NOT NULL CHECK (good >= 0),
    total INTEGER NOT NULL CHECK (total >= good),
    checksum INTEGER NOT NULL,
    latency BLOB,
    data INTEGER NOT NULL,
    PRIMARY KEY (sli, day, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX chunk_by_source ON chunk (source);
-- The minutes of a chunk, compressed; apart, so that the sums lie close together.
CREATE TABLE chunk_data (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
