-- The security group of Microsoft Entra ID that a group stands for. Names of security groups are not unique, so a name alone does not
-- say which one it is. Groups that an import made are known by the moment at which they were made.
ALTER TABLE partner_group ADD COLUMN microsoft_id TEXT;
UPDATE partner_group SET microsoft_id = id WHERE EXISTS (SELECT 1 FROM security_event AS e
    WHERE e.event = 'Admin relationships imported' AND e.partner_id = partner_group.partner_id AND e.at = partner_group.created);
CREATE UNIQUE INDEX partner_group_microsoft_id ON partner_group (partner_id, microsoft_id);
