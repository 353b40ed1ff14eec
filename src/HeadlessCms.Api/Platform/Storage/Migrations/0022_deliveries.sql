-- Tests are made whatever else waits. What is told of one article is asked for when it was taken down. What is to be sent is kept
-- however old it is; what came to its end, or is held, has an age.
CREATE INDEX webhook_deliveries_of_event ON webhook_deliveries (webhook_id, event, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of_subject ON webhook_deliveries (webhook_id, subject_id, id);
DROP INDEX webhook_deliveries_by_age;
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (COALESCE(finished_at, created_at), id) WHERE due_at IS NULL;
