-- The partner's verification and the partner agreement. Partners that are there have been buying, so theirs was authorized and
-- accepted at moments, and by people, that nobody noted. New ones begin without both.
ALTER TABLE partner ADD COLUMN verification TEXT NOT NULL DEFAULT 'Authorized';
ALTER TABLE partner ADD COLUMN verification_at BIGINT;
ALTER TABLE partner ADD COLUMN agreement_accepted BIGINT NOT NULL DEFAULT 1 CHECK (agreement_accepted IN (0, 1));
ALTER TABLE partner ADD COLUMN agreement_by TEXT;
ALTER TABLE partner ADD COLUMN agreement_at BIGINT;
