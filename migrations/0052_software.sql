-- How a purchase was made can be unknown. Files of Microsoft Graph were read as if they told that it was made in the program, so
-- what came with such files is unknown; an order that was confirmed here was made in it.
CREATE TABLE purchased (
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    enabled BIGINT NOT NULL CHECK (enabled >= 0),
    warning BIGINT NOT NULL CHECK (warning >= 0),
    suspended BIGINT NOT NULL CHECK (suspended >= 0),
    capability TEXT NOT NULL CHECK (capability IN ('Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut')),
    channel TEXT NOT NULL CHECK (channel IN ('csp', 'new-commerce', 'marketplace', 'software', 'unknown')),
    publisher TEXT,
    PRIMARY KEY (customer_id, id),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id)
);
INSERT INTO purchased (id, customer_id, sku_id, enabled, warning, suspended, capability, channel, publisher)
SELECT s.id, s.customer_id, s.sku_id, s.enabled, s.warning, s.suspended, s.capability,
    CASE WHEN s.channel = 'csp' AND c.source = 'imported' AND o.id IS NULL THEN 'unknown' ELSE s.channel END,
    s.publisher
FROM subscription AS s
JOIN customer AS c ON c.id = s.customer_id
LEFT JOIN purchase_order AS o ON o.id = s.id AND o.customer_id = s.customer_id;
DROP TABLE subscription;
ALTER TABLE purchased RENAME TO subscription;
CREATE INDEX subscription_by_product ON subscription (customer_id, sku_id);

-- What there is to download of a purchase, in the order of the customer's files.
CREATE TABLE software_download (
    customer_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    version TEXT,
    language TEXT,
    architecture TEXT,
    file_type TEXT,
    link TEXT NOT NULL,
    PRIMARY KEY (customer_id, subscription_id, position),
    FOREIGN KEY (customer_id, subscription_id) REFERENCES subscription (customer_id, id)
);

-- The product keys of a purchase, sealed.
CREATE TABLE product_key (
    id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    UNIQUE (customer_id, subscription_id, position),
    FOREIGN KEY (customer_id, subscription_id) REFERENCES subscription (customer_id, id)
);
