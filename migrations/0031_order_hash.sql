-- An order keeps what was asked under its key as operations do. Orders from before have no hash.
ALTER TABLE purchase_order ADD COLUMN body_hash TEXT;
