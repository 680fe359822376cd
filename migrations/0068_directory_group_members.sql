-- Members of the groups of the partner's own organizations, as the directory has them. What an import doesn't tell of a group stays.
CREATE TABLE directory_group_member (
    customer_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (customer_id, group_id, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE INDEX directory_group_member_by_user ON directory_group_member (customer_id, user_id);

-- The name as lists are ordered and searched by it. Groups that were imported before get one with the next import.
ALTER TABLE directory_group ADD COLUMN name_key TEXT NOT NULL DEFAULT '';

-- The group of its tenant's directory that a group of people follows. Its name and its members are those of the directory.
ALTER TABLE partner_group ADD COLUMN directory_group_id TEXT CHECK (directory_group_id IS NULL OR tenant_id IS NOT NULL);
CREATE UNIQUE INDEX partner_group_directory_group ON partner_group (tenant_id, directory_group_id) WHERE directory_group_id IS NOT NULL;
