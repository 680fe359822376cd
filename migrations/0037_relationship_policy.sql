-- Whether the partner's people need an admin relationship with a customer: where-recorded, advised or required.
ALTER TABLE partner ADD COLUMN relationship_policy TEXT NOT NULL DEFAULT 'where-recorded';
