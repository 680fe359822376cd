-- Whether temporary passwords are made of characters, to be copied, or of words, to be said.
ALTER TABLE partner ADD COLUMN password_kind TEXT NOT NULL DEFAULT 'characters'
    CHECK (password_kind IN ('characters', 'words'));
