-- How many users got and lost each product by an operation, so that “Recent changes” can name them without reading
-- outcomes. Operations of before have no rows here.
CREATE TABLE operation_product (
    operation_id TEXT NOT NULL REFERENCES operation (id),
    sku_id TEXT NOT NULL REFERENCES product (sku_id),
    assigned BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    PRIMARY KEY (operation_id, sku_id)
);

-- Plans that the chunks of a job switched off, until the job ends and its activity is written.
CREATE TABLE job_plan_off (
    operation_id TEXT NOT NULL REFERENCES job (operation_id),
    sku_id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    PRIMARY KEY (operation_id, sku_id, plan_id)
);
