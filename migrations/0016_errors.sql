-- The operation that failed for a user, which nobody chose: until a later success, an undo or a dismissal.
ALTER TABLE users ADD COLUMN failed_in TEXT REFERENCES operation (id);

-- Assignments in error of which nobody wants to be told any more. They outlive an import that finds the same error.
CREATE TABLE dismissed_error (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    source TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (customer_id, user_id, sku_id, source),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);

-- Orders in “Recent changes”.
CREATE INDEX purchase_order_by_customer ON purchase_order (customer_id, id);

-- Marks of before: those of failures lead to the operation, those of users who were left out by choice go.
UPDATE users SET failed_in = l.operation_id FROM (SELECT u.customer_id, u.user_id, MAX(u.operation_id) AS operation_id
    FROM operation_user AS u JOIN operation AS o ON o.id = u.operation_id
    WHERE o.kind IN ('Licenses', 'Add', 'Upload', 'Edit', 'Restore', 'Reinstate') GROUP BY u.customer_id, u.user_id) AS l
WHERE users.has_errors = 1 AND users.deleted IS NULL AND users.customer_id = l.customer_id AND users.id = l.user_id
AND EXISTS (SELECT 1 FROM operation_user AS f JOIN operation AS o ON o.id = f.operation_id
    WHERE f.operation_id = l.operation_id AND f.user_id = l.user_id AND f.code IN ('NotFound', 'ChangedSince',
    'InvalidUsageLocation', 'NotAssignable', 'InheritedFromGroup', 'UnknownServicePlan', 'MutuallyExclusive', 'Dependency',
    'ProhibitedInLocation', 'CountViolation')
    AND NOT (f.code = 'CountViolation' AND o.kind = 'Licenses' AND o.policy = '"InOrder"'));
UPDATE users SET has_errors = 0 WHERE has_errors = 1 AND failed_in IS NULL AND NOT EXISTS (SELECT 1 FROM assignment AS a
    WHERE a.customer_id = users.customer_id AND a.user_id = users.id AND a.error IS NOT NULL);
