-- Roles of a customer's portal that need a second factor: their names, separated by commas.
ALTER TABLE customer ADD COLUMN second_factor_roles TEXT NOT NULL DEFAULT '';
