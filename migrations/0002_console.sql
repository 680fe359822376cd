-- The console's own records: partner users, sessions, selections, operations, purchases, activity.

CREATE TABLE partner_user (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    sign_in_name TEXT NOT NULL,
    sign_in_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created BIGINT NOT NULL
);

-- A one-time link with which the first admin is made. Only a hash of the token is kept.
CREATE TABLE setup_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL
);

-- Only a hash of the session's id is kept.
CREATE TABLE session (
    id_hash TEXT NOT NULL PRIMARY KEY,
    data TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires);

CREATE TABLE sign_in_attempt (
    sign_in_key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_by_key ON sign_in_attempt (sign_in_key, at);

CREATE TABLE selection (
    id TEXT NOT NULL PRIMARY KEY,
    actor_id TEXT NOT NULL REFERENCES partner_user (id),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    touched BIGINT NOT NULL
);
CREATE INDEX selection_by_touched ON selection (touched);

CREATE TABLE selection_user (
    selection_id TEXT NOT NULL REFERENCES selection (id),
    user_id TEXT NOT NULL,
    PRIMARY KEY (selection_id, user_id)
);

CREATE TABLE operation (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    actor_id TEXT NOT NULL REFERENCES partner_user (id),
    idempotency_key TEXT NOT NULL,
    -- SHA-256 of the request: the same key with another request is refused.
    body_hash TEXT NOT NULL,
    selection_id TEXT NOT NULL,
    change TEXT NOT NULL,
    policy TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Planned', 'Running', 'Done', 'Cancelled')),
    created BIGINT NOT NULL,
    user_count BIGINT NOT NULL,
    changed_count BIGINT NOT NULL,
    failed_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    assigned_count BIGINT NOT NULL,
    revoked_count BIGINT NOT NULL,
    UNIQUE (actor_id, customer_id, idempotency_key)
);
CREATE INDEX operation_by_customer ON operation (customer_id, id);

-- One outcome per user, failures first. Undo and retry read only these rows.
CREATE TABLE operation_user (
    operation_id TEXT NOT NULL REFERENCES operation (id),
    position BIGINT NOT NULL,
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    upn TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (operation_id, position)
);
CREATE INDEX operation_user_by_user ON operation_user (customer_id, user_id, operation_id);

CREATE TABLE purchase_order (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES partner_user (id),
    idempotency_key TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    state TEXT NOT NULL CHECK (state IN ('Recorded', 'Confirmed')),
    created BIGINT NOT NULL,
    UNIQUE (actor_id, customer_id, idempotency_key),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id)
);
CREATE INDEX purchase_order_open ON purchase_order (customer_id, state, id);

CREATE TABLE activity (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    actor_id TEXT NOT NULL REFERENCES partner_user (id),
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    -- The operation or order that the row is about.
    subject_id TEXT NOT NULL
);
CREATE INDEX activity_by_customer ON activity (customer_id, id);
