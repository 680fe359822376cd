-- An undo is an operation of its own, which says what it undoes. It has no selection: its selection_id is empty.
ALTER TABLE operation ADD COLUMN undoes TEXT REFERENCES operation (id);
CREATE INDEX operation_undoes ON operation (customer_id, undoes, id) WHERE undoes IS NOT NULL;
