-- Temporary passwords and one-time links: at most one of each for a user, and of both nothing but the SHA-256 of what was
-- handed out, in hexadecimal. Whoever signs in with a temporary password must choose another.
CREATE TABLE temporary_password (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    must_change BIGINT NOT NULL DEFAULT 1 CHECK (must_change IN (0, 1)),
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    -- The operation that it was made for.
    operation_id TEXT NOT NULL REFERENCES operation (id),
    PRIMARY KEY (customer_id, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);

CREATE TABLE password_link (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    -- When it made a password; null until then.
    used BIGINT,
    operation_id TEXT NOT NULL REFERENCES operation (id),
    PRIMARY KEY (customer_id, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE UNIQUE INDEX password_link_by_digest ON password_link (digest);
