-- Organization tenants: the partner's own directories. Such a record is imported like a customer and is none. A partner's account
-- is associated with it since a moment, or is not.
ALTER TABLE customer ADD COLUMN own_organization BIGINT NOT NULL DEFAULT 0 CHECK (own_organization IN (0, 1));
ALTER TABLE customer ADD COLUMN associated_at BIGINT CHECK (associated_at IS NULL OR own_organization = 1);
-- Whether the directory is synchronized from on-premises.
ALTER TABLE customer ADD COLUMN on_premises BIGINT NOT NULL DEFAULT 0 CHECK (on_premises IN (0, 1));
-- Lists of customers leave these few out.
CREATE INDEX customer_own_organization ON customer (id) WHERE own_organization = 1;

-- The tenant that people, applications, groups and invitations belong to, and the user of its directory that a person is. Those that
-- were there before have none.
ALTER TABLE partner_user ADD COLUMN tenant_id TEXT REFERENCES customer (id);
ALTER TABLE partner_user ADD COLUMN directory_user_id TEXT CHECK (directory_user_id IS NULL OR tenant_id IS NOT NULL);
ALTER TABLE invitation ADD COLUMN tenant_id TEXT REFERENCES customer (id);
ALTER TABLE invitation ADD COLUMN directory_user_id TEXT CHECK (directory_user_id IS NULL OR tenant_id IS NOT NULL);
ALTER TABLE partner_group ADD COLUMN tenant_id TEXT REFERENCES customer (id);
