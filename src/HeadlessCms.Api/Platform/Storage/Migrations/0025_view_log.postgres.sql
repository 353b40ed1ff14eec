-- What was added up stays in the table as dead rows until a vacuum: whoever reads the log would read them, too.
ALTER TABLE article_view_log SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
