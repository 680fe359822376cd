-- The offboarding that holds of a user: nobody took it back, and the user was not restored since. Restoring a user who was
-- deleted after it offers what it took as well.
ALTER TABLE users ADD COLUMN offboarded_by TEXT REFERENCES operation (id);
UPDATE users SET offboarded_by = (
    SELECT CASE WHEN o.kind = 'Offboard' THEN o.id END FROM operation AS o
    JOIN operation_user AS w ON w.operation_id = o.id AND w.user_id = users.id
    WHERE o.customer_id = users.customer_id AND o.kind IN ('Offboard', 'Reinstate', 'Restore')
    AND w.outcome IN ('Offboarded', 'Reinstated', 'Restored')
    ORDER BY o.created DESC, o.id DESC LIMIT 1
) WHERE EXISTS (SELECT 1 FROM operation AS o WHERE o.customer_id = users.customer_id AND o.kind = 'Offboard');

-- Groups that the customer's directory no longer has. Their names stay for what they gave users who are deleted.
ALTER TABLE directory_group ADD COLUMN gone BIGINT NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
