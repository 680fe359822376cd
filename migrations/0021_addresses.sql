-- The addresses under which a user is known beside the user principal name: mail and proxy addresses, in lower case. Two
-- users may have one, as a shared or a stale address.
CREATE TABLE user_address (
    customer_id TEXT NOT NULL,
    address TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (customer_id, address, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE INDEX user_address_by_user ON user_address (customer_id, user_id, address);
