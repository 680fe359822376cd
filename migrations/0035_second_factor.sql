-- The key that seals secrets, by its id. The key itself is in a file outside the database. The sealed text is known, so a
-- wrong key is found before anything else is opened with it.
CREATE TABLE sealing_key (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    key_id TEXT NOT NULL,
    sealed TEXT NOT NULL
);

-- The second factor of a person. Until it is confirmed with a code it is not asked for.
CREATE TABLE second_factor (
    partner_user_id TEXT NOT NULL PRIMARY KEY REFERENCES partner_user (id),
    -- Sealed with the sealing key.
    seed TEXT NOT NULL,
    begun BIGINT NOT NULL,
    confirmed BIGINT,
    -- The latest time step of which a code was used. No code of this step or an earlier one is good any more.
    used_step BIGINT NOT NULL
);

-- Codes for a person who has lost the second factor. Each is good once. Only hashes are kept.
CREATE TABLE recovery_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    used BIGINT
);
CREATE INDEX recovery_code_by_person ON recovery_code (partner_user_id, used);

-- Roles that need a second factor: their names, separated by commas.
ALTER TABLE partner ADD COLUMN second_factor_roles TEXT NOT NULL DEFAULT '';
