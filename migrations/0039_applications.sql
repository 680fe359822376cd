-- Applications call the API with keys. Each is a row of partner_user, so that operations, activity and security events name it
-- as they name people. Its application id marks it: a person has none. Its sign-in key begins with a capital letter and those
-- of people are in lower case, so nobody signs in with it; nor has it a password.
ALTER TABLE partner_user ADD COLUMN application_id TEXT;

-- Keys of applications. Only a hash of a key is kept.
CREATE TABLE application_key (
    id TEXT NOT NULL PRIMARY KEY,
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    description TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES partner_user (id),
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    last_used BIGINT,
    revoked BIGINT,
    CHECK (expires > created)
);
CREATE INDEX application_key_by_application ON application_key (partner_user_id, created);
