-- The latest reminder of a key's end that was sent: the days before the end.
ALTER TABLE application_key ADD COLUMN reminded BIGINT;
