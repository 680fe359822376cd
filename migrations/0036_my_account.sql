-- What people are shown of their sessions. A session of an earlier version gets all of it when it is used next.
ALTER TABLE session ADD COLUMN id TEXT;
ALTER TABLE session ADD COLUMN partner_user_id TEXT REFERENCES partner_user (id);
ALTER TABLE session ADD COLUMN began BIGINT;
ALTER TABLE session ADD COLUMN used BIGINT;
-- When it ends if it is not used again. Null for a session that was not used since it began.
ALTER TABLE session ADD COLUMN idle_until BIGINT;
-- Such as “Firefox on Windows”.
ALTER TABLE session ADD COLUMN browser TEXT;
ALTER TABLE session ADD COLUMN address TEXT;
CREATE INDEX session_by_person ON session (partner_user_id, began);

-- Links by which people choose a new password, of each kind at most one for a person. Only a hash of the token is kept.
CREATE TABLE reset_link (
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    -- 1 if the person asked for it by e-mail, 0 if somebody who manages people made it.
    by_mail BIGINT NOT NULL CHECK (by_mail IN (0, 1)),
    token_hash TEXT NOT NULL UNIQUE,
    -- Who made it.
    made_by TEXT REFERENCES partner_user (id),
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (partner_user_id, by_mail),
    CHECK ((by_mail = 1) = (made_by IS NULL))
);
