-- What somebody may do in place of roles: JSON of `CustomPermissions`.
ALTER TABLE partner_user ADD COLUMN custom TEXT;
ALTER TABLE invitation ADD COLUMN custom TEXT;
ALTER TABLE partner_group ADD COLUMN custom TEXT;

-- The partner's tags of customers. Custom permissions name customers by them.
CREATE TABLE customer_tag (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    -- The tag as it is compared.
    tag_key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (customer_id, tag_key)
);
CREATE INDEX customer_tag_by_key ON customer_tag (tag_key, customer_id);
