-- Users who are to be deleted on a day. The row goes when the user is deleted, or is to stay after all.
CREATE TABLE planned_deletion (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The first moment of the day (UTC, epoch milliseconds).
    due BIGINT NOT NULL,
    -- What planned it, for its person and its reason.
    operation_id TEXT NOT NULL REFERENCES operation (id),
    PRIMARY KEY (customer_id, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE INDEX planned_deletion_by_due ON planned_deletion (due);
CREATE INDEX planned_deletion_by_operation ON planned_deletion (operation_id, user_id);

-- What was asked of users who are offboarded, as JSON: the change has only licenses.
ALTER TABLE operation ADD COLUMN offboarding TEXT;
-- What planned a deletion whose day had come.
ALTER TABLE operation ADD COLUMN planned_by TEXT REFERENCES operation (id);
