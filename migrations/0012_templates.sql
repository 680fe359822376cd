-- What new users of a customer begin with.
CREATE TABLE user_template (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    -- The whole template as JSON.
    body TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (customer_id, id),
    UNIQUE (customer_id, name_key)
);
