-- By which way of folding a customer's search words were made; the program makes those of an earlier way anew.
ALTER TABLE customer ADD COLUMN words_version BIGINT NOT NULL DEFAULT 0;
