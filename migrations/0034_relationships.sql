-- The reseller relationship with the customer, and since when it is so. The customers that are there were brought by the
-- partner, so theirs was accepted at a moment that nobody noted.
ALTER TABLE customer ADD COLUMN reseller TEXT NOT NULL DEFAULT 'Accepted';
ALTER TABLE customer ADD COLUMN reseller_at BIGINT;

-- Admin relationships: what a customer grants the partner.
CREATE TABLE relationship (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    -- The name as it is compared: unique within the partner.
    name_key TEXT NOT NULL,
    days BIGINT NOT NULL CHECK (days > 0),
    -- Template ids of roles, separated by commas.
    roles TEXT NOT NULL,
    auto_extend BIGINT NOT NULL,
    stage TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- The link by which the customer can approve, and until when. Only a hash of its token is kept.
    token_hash TEXT UNIQUE,
    approve_by BIGINT,
    activated BIGINT,
    ends BIGINT,
    -- The id at Microsoft, if it was imported.
    microsoft_id TEXT,
    -- The latest reminder of this end: the days before it.
    reminded BIGINT,
    UNIQUE (partner_id, name_key),
    UNIQUE (partner_id, microsoft_id),
    CHECK (stage <> 'Active' OR ends IS NOT NULL)
);
CREATE INDEX relationship_by_customer ON relationship (customer_id, created);
CREATE INDEX relationship_by_end ON relationship (partner_id, stage, ends);

-- Roles of a relationship that a group of the partner has.
CREATE TABLE access_assignment (
    id TEXT NOT NULL PRIMARY KEY,
    relationship_id TEXT NOT NULL REFERENCES relationship (id),
    group_id TEXT NOT NULL REFERENCES partner_group (id) ON DELETE CASCADE,
    roles TEXT NOT NULL,
    status TEXT NOT NULL,
    UNIQUE (relationship_id, group_id)
);
CREATE INDEX access_assignment_by_group ON access_assignment (group_id);
