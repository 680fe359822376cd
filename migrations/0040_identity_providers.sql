-- Identity providers, which sign people of a partner in by OpenID Connect.
CREATE TABLE identity_provider (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    -- The name as it is compared: unique within the partner.
    name_key TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Sealed. Null after the key that sealed it was lost; the provider is off then.
    client_secret TEXT,
    -- Scopes, domains and values that stand for a second factor: JSON lists of texts.
    scopes TEXT NOT NULL,
    domains TEXT NOT NULL,
    second_factor TEXT NOT NULL,
    -- The claim with a person's groups; empty if none are taken from it.
    group_claim TEXT NOT NULL,
    enabled BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    created BIGINT NOT NULL,
    UNIQUE (partner_id, name_key),
    CHECK (enabled = 0 OR client_secret IS NOT NULL)
);

-- The groups here, by the values of that claim.
CREATE TABLE identity_provider_group (
    provider_id TEXT NOT NULL REFERENCES identity_provider (id),
    value TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES partner_group (id),
    PRIMARY KEY (provider_id, value)
);
CREATE INDEX identity_provider_group_by_group ON identity_provider_group (group_id);

-- Accounts of people at providers. A person has at most one at each.
CREATE TABLE partner_identity (
    provider_id TEXT NOT NULL REFERENCES identity_provider (id),
    -- Who it is at the provider: the claim `sub`.
    subject TEXT NOT NULL,
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    linked BIGINT NOT NULL,
    PRIMARY KEY (provider_id, subject),
    UNIQUE (provider_id, partner_user_id)
);
CREATE INDEX partner_identity_by_person ON partner_identity (partner_user_id);

-- Whether people may sign in with a password: on or off.
ALTER TABLE partner ADD COLUMN local_passwords TEXT NOT NULL DEFAULT 'on';
