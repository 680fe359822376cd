-- Until when security events of nobody were removed. They have a bound of their own, so that who is not signed in can't push out the
-- events of people. The triggers of security_event look here as well as at security_event_purge.
CREATE TABLE stranger_event_purge (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    until BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- How many newer events of nobody there were.
    kept BIGINT NOT NULL,
    CHECK (kept >= 50000)
);
-- Events of nobody in the order of their time.
CREATE INDEX security_event_of_nobody ON security_event (at, id) WHERE partner_user_id IS NULL;
