-- What of profiles an operation touched, and what was asked of whom it failed, as JSON: personal like a name, so apart from
-- before and after, and null once it was erased.
ALTER TABLE operation_user ADD COLUMN profile TEXT;

-- Who had an email among the deleted users.
CREATE INDEX users_deleted_by_email ON users (customer_id, upn_key, deleted) WHERE deleted IS NOT NULL;
