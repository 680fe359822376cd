-- Customers that are deleted. Their rows are removed in small steps; until then, everything looks at customers that are not deleted.
ALTER TABLE customer ADD COLUMN deleted BIGINT;
CREATE INDEX customer_deleted ON customer (deleted, id) WHERE deleted IS NOT NULL;

-- A person of the portal of a deleted customer: stays for the security events that name the person.
ALTER TABLE partner_user ADD COLUMN of_deleted BIGINT NOT NULL DEFAULT 0 CHECK (of_deleted IN (0, 1));

-- What refers to a removed row is looked for by these. Without them, each removed row would read the whole table.
CREATE INDEX users_deleted_by ON users (deleted_by) WHERE deleted_by IS NOT NULL;
CREATE INDEX users_offboarded_by ON users (offboarded_by) WHERE offboarded_by IS NOT NULL;
CREATE INDEX users_failed_in ON users (failed_in) WHERE failed_in IS NOT NULL;
CREATE INDEX operation_undone ON operation (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX operation_planned_by ON operation (planned_by) WHERE planned_by IS NOT NULL;
CREATE INDEX temporary_password_by_operation ON temporary_password (operation_id);
CREATE INDEX password_link_by_operation ON password_link (operation_id);
CREATE INDEX activity_token_by_activity ON activity_token (activity_id);
