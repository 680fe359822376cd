-- Who signed in or was refused, and what changed an account. A row of a person names the person, a row of nobody's name has
-- the SHA-256 of the name.
CREATE TABLE security_event (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    -- Null where nobody of a partner is concerned.
    partner_id TEXT REFERENCES partner (id),
    partner_user_id TEXT REFERENCES partner_user (id),
    name_hash TEXT,
    -- As it was asked for: there may be no such customer.
    customer_id TEXT,
    address TEXT,
    request_id TEXT
);
CREATE INDEX security_event_by_time ON security_event (at, id);
CREATE INDEX security_event_by_event ON security_event (event, address, at);
