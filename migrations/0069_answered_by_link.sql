-- Whether the customer's answer to a request was given by its link alone, by somebody who was not signed in. Of earlier answers it is not
-- known.
ALTER TABLE relationship ADD COLUMN answered_by_link BIGINT NOT NULL DEFAULT 0 CHECK (answered_by_link IN (0, 1));
