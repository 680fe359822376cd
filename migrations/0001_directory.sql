-- The directory: customers, users, products, subscriptions, assignments.
-- One text for SQLite and PostgreSQL: ids are lower-case GUIDs in TEXT, times epoch milliseconds in BIGINT, truth values 0 or 1.

CREATE TABLE partner (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE customer (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    primary_domain TEXT NOT NULL,
    country TEXT,
    relationship TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('local', 'imported', 'connected')),
    imported_at BIGINT,
    -- Counts writing transactions; raising it is how a transaction takes the customer's lock.
    version BIGINT NOT NULL DEFAULT 0,
    -- Users that are not deleted; kept by every write that adds or removes one.
    live_users BIGINT NOT NULL DEFAULT 0 CHECK (live_users >= 0)
);
CREATE INDEX customer_by_name ON customer (partner_id, name_key, id);

CREATE TABLE customer_domain (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    PRIMARY KEY (customer_id, name)
);

CREATE TABLE customer_token (
    partner_id TEXT NOT NULL REFERENCES partner (id),
    token TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    PRIMARY KEY (partner_id, token, customer_id)
);

-- “user” is a reserved word of PostgreSQL, hence the plural.
CREATE TABLE users (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    id TEXT NOT NULL,
    upn TEXT NOT NULL,
    upn_key TEXT NOT NULL,
    domain TEXT NOT NULL,
    mail TEXT,
    mail_nickname TEXT,
    display_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    -- Empty when there is none, so that it sorts and pages like every other key.
    usage_location TEXT NOT NULL DEFAULT '',
    sign_in_allowed BIGINT NOT NULL CHECK (sign_in_allowed IN (0, 1)),
    is_guest BIGINT NOT NULL CHECK (is_guest IN (0, 1)),
    directory_synced BIGINT NOT NULL CHECK (directory_synced IN (0, 1)),
    department TEXT,
    job_title TEXT,
    created BIGINT NOT NULL,
    deleted BIGINT,
    -- The customer's version that last changed this user.
    changed BIGINT NOT NULL,
    -- Distinct products held; kept by every write of assignments.
    product_count BIGINT NOT NULL DEFAULT 0 CHECK (product_count >= 0),
    -- 1 while an assignment is in error or the latest outcome failed.
    has_errors BIGINT NOT NULL DEFAULT 0 CHECK (has_errors IN (0, 1)),
    PRIMARY KEY (customer_id, id)
);
CREATE UNIQUE INDEX live_upn ON users (customer_id, upn_key) WHERE deleted IS NULL;
CREATE INDEX users_by_name ON users (customer_id, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_email ON users (customer_id, upn_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_location ON users (customer_id, usage_location, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_domain ON users (customer_id, domain, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_department ON users (customer_id, department, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_job_title ON users (customer_id, job_title, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_by_product_count ON users (customer_id, product_count, name_key, id) WHERE deleted IS NULL;
CREATE INDEX users_guests ON users (customer_id, name_key, id) WHERE deleted IS NULL AND is_guest = 1;
CREATE INDEX users_blocked ON users (customer_id, name_key, id) WHERE deleted IS NULL AND sign_in_allowed = 0;
CREATE INDEX users_with_errors ON users (customer_id, name_key, id) WHERE deleted IS NULL AND has_errors = 1;

-- The words under which a user is found.
CREATE TABLE user_token (
    customer_id TEXT NOT NULL,
    token TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (customer_id, token, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE INDEX user_token_by_user ON user_token (customer_id, user_id, token);

CREATE TABLE user_role (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    PRIMARY KEY (customer_id, role_id, user_id),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id)
);
CREATE INDEX user_role_by_user ON user_role (customer_id, user_id);

CREATE TABLE directory_group (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (customer_id, id)
);

CREATE TABLE product (
    sku_id TEXT NOT NULL PRIMARY KEY,
    part_number TEXT NOT NULL,
    name TEXT NOT NULL,
    applies_to TEXT NOT NULL CHECK (applies_to IN ('User', 'Company'))
);

CREATE TABLE service_plan (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    friendly_name TEXT NOT NULL,
    applies_to TEXT NOT NULL CHECK (applies_to IN ('User', 'Company'))
);

CREATE TABLE product_plan (
    sku_id TEXT NOT NULL REFERENCES product (sku_id),
    position BIGINT NOT NULL,
    plan_id TEXT NOT NULL REFERENCES service_plan (id),
    PRIMARY KEY (sku_id, plan_id)
);

-- A product at a customer, with its seat counters. No assignment may raise consumed above owned: over_assigned is
-- written only where seats are lost or found over-assigned, never by an assignment.
CREATE TABLE customer_product (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    sku_id TEXT NOT NULL REFERENCES product (sku_id),
    owned BIGINT NOT NULL DEFAULT 0 CHECK (owned >= 0),
    consumed BIGINT NOT NULL DEFAULT 0 CHECK (consumed >= 0),
    reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    over_assigned BIGINT NOT NULL DEFAULT 0 CHECK (over_assigned >= 0),
    PRIMARY KEY (customer_id, sku_id),
    CHECK (consumed + reserved <= owned + over_assigned)
);

CREATE TABLE subscription (
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    enabled BIGINT NOT NULL CHECK (enabled >= 0),
    warning BIGINT NOT NULL CHECK (warning >= 0),
    suspended BIGINT NOT NULL CHECK (suspended >= 0),
    capability TEXT NOT NULL CHECK (capability IN ('Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut')),
    channel TEXT NOT NULL CHECK (channel IN ('csp', 'new-commerce', 'marketplace', 'software')),
    publisher TEXT,
    PRIMARY KEY (customer_id, id),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id)
);
CREATE INDEX subscription_by_product ON subscription (customer_id, sku_id);

-- source is empty for a direct license, else the group's id. Both keys carry the customer, so that an assignment can
-- never tie a user of one customer to a product of another.
CREATE TABLE assignment (
    customer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    group_id TEXT,
    disabled_plans TEXT NOT NULL DEFAULT '[]',
    error TEXT,
    PRIMARY KEY (customer_id, user_id, sku_id, source),
    CHECK ((source = '' AND group_id IS NULL) OR (group_id IS NOT NULL AND source = group_id)),
    FOREIGN KEY (customer_id, user_id) REFERENCES users (customer_id, id),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id),
    FOREIGN KEY (customer_id, group_id) REFERENCES directory_group (customer_id, id)
);
CREATE INDEX assignment_by_product ON assignment (customer_id, sku_id, user_id);
