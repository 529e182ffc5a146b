
-- Alerts: observations with a natural key. Times are nanoseconds since 1970-01-01T00:00Z. `doc` is the whole alert.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    starts INTEGER NOT NULL,
    ends INTEGER,
    tier INTEGER NOT NULL,
    name TEXT NOT NULL,
    service TEXT,
    journey TEXT,
    objective TEXT,
    failure_mode TEXT,
    doc TEXT NOT NULL
) STRICT;
CREATE INDEX alert_by_start ON alert (starts, id);
CREATE INDEX alert_by_service ON alert (service, starts);
CREATE INDEX alert_open ON alert (starts) WHERE ends IS NULL;
