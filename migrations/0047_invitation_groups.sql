-- The groups that an invited person will be in: a JSON array of their ids. Groups that are deleted meanwhile are skipped.
ALTER TABLE invitation ADD COLUMN group_ids TEXT;
