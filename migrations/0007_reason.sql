-- Why something was done, as the person says who does it. Like a name it is personal: outside the chain, erased with it.
ALTER TABLE partner ADD COLUMN reason_policy TEXT NOT NULL DEFAULT 'optional'
    CHECK (reason_policy IN ('off', 'optional', 'required'));
ALTER TABLE activity ADD COLUMN reason TEXT;
-- Until the job ends and its activity is written.
ALTER TABLE job ADD COLUMN reason TEXT;
-- Words of reasons go when the reason is erased.
ALTER TABLE activity_token ADD COLUMN personal BIGINT NOT NULL DEFAULT 0 CHECK (personal IN (0, 1));
