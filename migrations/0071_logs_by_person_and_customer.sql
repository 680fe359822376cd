-- The refusals about a customer, which its Activity shows.
CREATE INDEX security_event_by_customer ON security_event (customer_id, id) WHERE customer_id IS NOT NULL;
