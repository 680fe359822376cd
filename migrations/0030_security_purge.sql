-- Until when security events were removed. Only events of before then can be: the triggers of security_event look here. What
-- is removed is older than 400 days, or stands behind 200,000 newer events.
CREATE TABLE security_event_purge (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    until BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- How many newer events there were.
    kept BIGINT NOT NULL,
    CHECK (until <= at - 34560000000 OR kept >= 200000)
);
