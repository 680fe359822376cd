-- Operations are of a kind; those of before saved licenses, or undid that.
ALTER TABLE operation ADD COLUMN kind TEXT NOT NULL DEFAULT 'Licenses';

-- The operation that deleted a user; null while the user is live, and where an import found the user gone.
ALTER TABLE users ADD COLUMN deleted_by TEXT REFERENCES operation (id);
CREATE INDEX users_deleted ON users (customer_id, deleted, id) WHERE deleted IS NOT NULL;
