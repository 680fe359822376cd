-- What the activity log has of an operation says from now on whether it was stopped. It does not of those that were
-- stopped before.
ALTER TABLE operation ADD COLUMN stop_unsaid BIGINT NOT NULL DEFAULT 0 CHECK (stop_unsaid IN (0, 1));
UPDATE operation SET stop_unsaid = 1 WHERE state = 'Cancelled';
