-- Groups of the partner's people. Members have the group's roles beside their own.
CREATE TABLE partner_group (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    -- The name as it is compared: unique within the partner.
    name_key TEXT NOT NULL,
    -- Names of roles, separated by commas. A group may have none: it then only carries roles at customers.
    roles TEXT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (partner_id, name_key)
);

CREATE TABLE partner_group_member (
    group_id TEXT NOT NULL REFERENCES partner_group (id),
    partner_user_id TEXT NOT NULL REFERENCES partner_user (id),
    PRIMARY KEY (group_id, partner_user_id)
);
CREATE INDEX partner_group_member_by_person ON partner_group_member (partner_user_id);

-- What became of roles, and of the members of a group: JSON of `RolesChanged`.
ALTER TABLE security_event ADD COLUMN roles TEXT;
