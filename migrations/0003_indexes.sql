-- Holders of a product are read from the index alone, also where licenses in error do not count. The product comes
-- first: SQLite, which knows no numbers of rows, would else read a whole customer to find the products of one user.
DROP INDEX assignment_by_product;
CREATE INDEX assignment_by_product ON assignment (sku_id, customer_id, user_id, error);

-- Nobody asks how many products a user holds, only whether any. Few saves change that, and those that do not leave all
-- indexes of users alone, which on PostgreSQL makes writing the users several times quicker.
DROP INDEX users_by_product_count;
ALTER TABLE users ADD COLUMN is_licensed BIGINT NOT NULL DEFAULT 0 CHECK (is_licensed IN (0, 1));
UPDATE users SET is_licensed = 1 WHERE product_count > 0;
ALTER TABLE users DROP COLUMN product_count;
CREATE INDEX users_unlicensed ON users (customer_id, name_key, id) WHERE deleted IS NULL AND is_licensed = 0;

-- A user has one outcome in an operation. The index grows at its end: with the user first, a save of 10,000 users would
-- write to 10,000 places of it.
DROP INDEX operation_user_by_user;
CREATE UNIQUE INDEX operation_user_by_user ON operation_user (operation_id, user_id);
