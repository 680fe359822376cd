-- The refusals about a customer, which its Activity shows.
CREATE INDEX security_event_by_customer ON security_event (customer_id, id) WHERE customer_id IS NOT NULL;

-- What a person did, or nobody, newest first, which the activity of all customers shows.
CREATE INDEX activity_by_actor ON activity (actor_id, id);
