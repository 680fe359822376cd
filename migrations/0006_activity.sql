-- The activity log becomes a chain per customer. Rows of before wait beside it until the program, which alone can hash,
-- has put them at its beginning.
DROP INDEX activity_by_customer;
ALTER TABLE activity RENAME TO activity_unsealed;

CREATE TABLE activity (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    -- Place in the customer's chain, from 1.
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    -- Null for what was done on the command line.
    actor_id TEXT REFERENCES partner_user (id),
    -- The operation, order or user that the row is about; for an import the customer.
    subject_id TEXT NOT NULL,
    -- What changed, as JSON without personal values.
    details TEXT NOT NULL,
    request_id TEXT,
    sealed_later BIGINT NOT NULL CHECK (sealed_later IN (0, 1)),
    -- Digest of the operation with its outcomes, or of the order.
    about TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- Personal values and their salt, until they are erased; then their digest stays.
    actor_name TEXT,
    address TEXT,
    salt TEXT,
    personal_digest TEXT,
    UNIQUE (customer_id, sequence)
);
CREATE INDEX activity_by_customer ON activity (customer_id, id);
CREATE INDEX activity_by_subject ON activity (subject_id);

-- The words of products under which a row is found.
CREATE TABLE activity_token (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    token TEXT NOT NULL,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    PRIMARY KEY (customer_id, token, activity_id)
);

-- Name, UPN and message are personal: the chain has their digest, made with this salt. Once they are erased there is no
-- salt, and the digest stays.
ALTER TABLE operation_user ADD COLUMN salt TEXT;
ALTER TABLE operation_user ADD COLUMN personal_digest TEXT;
