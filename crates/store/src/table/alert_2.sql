
-- Version 2: the alerts of one objective, without going over all of them.
CREATE INDEX alert_by_objective ON alert (objective, starts, id) WHERE objective IS NOT NULL;
