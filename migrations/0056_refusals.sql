-- What was refused, so that refusals of different things are different events.
ALTER TABLE security_event ADD COLUMN refused TEXT;
CREATE INDEX security_event_by_person ON security_event (partner_user_id, event, at);

-- How often the same was refused again within a quarter of an hour. Security events themselves are never changed.
CREATE TABLE security_event_repeat (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES security_event (id),
    times BIGINT NOT NULL
);
