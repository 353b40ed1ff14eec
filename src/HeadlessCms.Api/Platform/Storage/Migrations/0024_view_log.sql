-- Of a view only the total is changed in its place. The rest goes to the end of this log, a few thousand rows of which are added to
-- article_view_days and article_view_buckets at once. Both are read together with it. It is so short that it needs no index. Its times
-- are milliseconds since 1970.
CREATE TABLE article_view_log
(
    article_id {id}   NOT NULL REFERENCES article_views (article_id) ON DELETE CASCADE,
    day        {text} NOT NULL,
    source     {text} NOT NULL,
    at         {long} NOT NULL,
    views      {long} NOT NULL
) {strict};
