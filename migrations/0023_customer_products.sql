-- What a customer's own files say of its products: whom product and service plans are for, and which plans there are. It
-- holds for this customer alone; what they do not say is the catalogue's.
ALTER TABLE customer_product ADD COLUMN applies_to TEXT CHECK (applies_to IN ('User', 'Company'));

CREATE TABLE customer_product_plan (
    customer_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    plan_id TEXT NOT NULL REFERENCES service_plan (id),
    applies_to TEXT CHECK (applies_to IN ('User', 'Company')),
    PRIMARY KEY (customer_id, sku_id, plan_id),
    FOREIGN KEY (customer_id, sku_id) REFERENCES customer_product (customer_id, sku_id)
);
