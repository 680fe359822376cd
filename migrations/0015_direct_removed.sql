-- Direct licenses that an operation took from users who hold the product still, through a group: nobody lost anything.
ALTER TABLE operation ADD COLUMN direct_removed_count BIGINT NOT NULL DEFAULT 0;
