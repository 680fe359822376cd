-- A save for very many users is worked off as a job, chunk by chunk; its rows here go when it has ended.
CREATE TABLE job (
    operation_id TEXT NOT NULL PRIMARY KEY REFERENCES operation (id),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    -- Raised by whoever takes it on; a chunk is committed only under the epoch that it began with.
    epoch BIGINT NOT NULL,
    -- Nobody else takes it on before (epoch milliseconds).
    lease_until BIGINT NOT NULL,
    cancel_asked BIGINT NOT NULL DEFAULT 0 CHECK (cancel_asked IN (0, 1)),
    -- The request that began it, and where that came from: for the activity row at its end.
    request_id TEXT,
    address TEXT
);
CREATE INDEX job_by_lease ON job (lease_until);

-- What is still to be done.
CREATE TABLE job_chunk (
    operation_id TEXT NOT NULL REFERENCES job (operation_id),
    number BIGINT NOT NULL,
    -- The users in the order in which they are worked on, as JSON: each one's place in the plan, and its id.
    users TEXT NOT NULL,
    PRIMARY KEY (operation_id, number)
);

-- Seats that are set aside for it and not yet used; customer_product.reserved is their sum.
CREATE TABLE job_seat (
    operation_id TEXT NOT NULL REFERENCES job (operation_id),
    customer_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats >= 0),
    PRIMARY KEY (operation_id, sku_id),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id)
);
CREATE INDEX job_seat_by_product ON job_seat (customer_id, sku_id);

-- The keys of requests that change something, for 24 hours. While a request is worked on there is no subject yet.
CREATE TABLE idempotency_record (
    actor_id TEXT NOT NULL REFERENCES partner_user (id),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    idempotency_key TEXT NOT NULL,
    -- SHA-256 of the request.
    body_hash TEXT NOT NULL,
    -- The operation or order that came of it.
    subject_id TEXT,
    started BIGINT NOT NULL,
    PRIMARY KEY (actor_id, customer_id, idempotency_key)
);
CREATE INDEX idempotency_record_by_start ON idempotency_record (started);
