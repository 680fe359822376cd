-- Attempts to sign in are counted as a moment per key: when all that the key has used of its allowance is given back. One
-- statement counts and notes, and a row whose moment is past says nothing any more.
DROP TABLE sign_in_attempt;
CREATE TABLE sign_in_throttle (
    -- A sign-in name (as a SHA-256), a network or a known device.
    throttle_key TEXT NOT NULL PRIMARY KEY,
    free_at BIGINT NOT NULL
);
CREATE INDEX sign_in_throttle_by_moment ON sign_in_throttle (free_at);

-- Browsers in which somebody signed in before. Only a hash of what the browser keeps is here.
CREATE TABLE known_device (
    token_hash TEXT NOT NULL PRIMARY KEY,
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    used BIGINT NOT NULL
);
CREATE INDEX known_device_by_person ON known_device (partner_user_id, used);
CREATE INDEX known_device_by_use ON known_device (used);
