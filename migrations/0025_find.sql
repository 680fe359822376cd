-- A user is found over all customers, by words that begin so: the words come first.
CREATE INDEX user_token_by_token ON user_token (token, customer_id, user_id);
