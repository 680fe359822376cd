-- The outcomes of a job are digested chunk by chunk, as they are written: at its end all of them would have to be read back.
-- An outcome names its chunk, so that the digests can be computed anew; it is null where an operation was written at once.
ALTER TABLE operation_user ADD COLUMN chunk BIGINT;

-- The digest of a chunk's outcomes once it is done. Its users are then not needed any more.
ALTER TABLE job_chunk ADD COLUMN digest TEXT;
