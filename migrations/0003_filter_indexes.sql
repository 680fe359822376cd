-- Holders of a product are read from the index alone, also where licenses in error do not count. The product comes
-- first: SQLite, which knows no numbers of rows, would else read a whole customer to find the products of one user.
DROP INDEX assignment_by_product;
CREATE INDEX assignment_by_product ON assignment (sku_id, customer_id, user_id, error);

-- Only unlicensed users are listed by their number of products; so most saves leave this index alone.
DROP INDEX users_by_product_count;
CREATE INDEX users_unlicensed ON users (customer_id, name_key, id) WHERE deleted IS NULL AND product_count = 0;
