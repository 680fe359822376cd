-- Holders of a product are read from the index alone, also where licenses in error do not count.
DROP INDEX assignment_by_product;
CREATE INDEX assignment_by_product ON assignment (customer_id, sku_id, user_id, error);
