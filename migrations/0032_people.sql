-- What each person's duties are: names of roles, separated by commas. Until now everybody did everything.
ALTER TABLE partner_user ADD COLUMN roles TEXT NOT NULL DEFAULT 'Global admin,Admin agent';
-- Since when the person is kept from signing in.
ALTER TABLE partner_user ADD COLUMN blocked BIGINT;
-- Sessions that began before this are over: those from before a person was blocked.
ALTER TABLE partner_user ADD COLUMN sessions_from BIGINT NOT NULL DEFAULT 0;
-- When the person was removed. The row stays, because the activity log and operations name it.
ALTER TABLE partner_user ADD COLUMN removed BIGINT;

-- People who are invited and have not accepted. Only a hash of the link's token is kept.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    sign_in_name TEXT NOT NULL,
    sign_in_key TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    invited_by TEXT NOT NULL REFERENCES partner_user (id),
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX invitation_by_partner ON invitation (partner_id, sign_in_key);

-- The sign-in name of the person to whom another person did it.
ALTER TABLE security_event ADD COLUMN done_to TEXT;
