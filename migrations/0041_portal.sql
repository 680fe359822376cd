-- Portals of customers. Whether the customer's own people can sign in.
ALTER TABLE customer ADD COLUMN portal BIGINT NOT NULL DEFAULT 0 CHECK (portal IN (0, 1));

-- A person of a portal is a partner user with the customer and a role there. Such a person has no roles of the partner, and is
-- in none of its groups and lists.
ALTER TABLE partner_user ADD COLUMN customer_id TEXT REFERENCES customer (id);
ALTER TABLE partner_user ADD COLUMN portal_role TEXT
    CHECK ((portal_role IS NULL) = (customer_id IS NULL) AND (customer_id IS NULL OR roles = ''));
-- Until when a temporary password can be used. Null for a password that the person chose.
ALTER TABLE partner_user ADD COLUMN temporary_until BIGINT;
CREATE INDEX partner_user_by_customer ON partner_user (customer_id, sign_in_key);
