-- The customer whose portal an identity provider signs people in to. Null for a provider of the partner, for its own people. In
-- `name_key` the customer stands before the name of such a provider, so that names are unique among the providers of one owner.
ALTER TABLE identity_provider ADD COLUMN customer_id TEXT REFERENCES customer (id);
