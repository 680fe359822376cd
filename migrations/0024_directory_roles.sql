-- Names of directory roles, as the customer's own files give them.
CREATE TABLE directory_role (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (customer_id, id)
);
