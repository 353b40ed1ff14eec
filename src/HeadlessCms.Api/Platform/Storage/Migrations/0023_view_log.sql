-- The same tables as before, each lying in the order of its key where the engine can do that: one tree to change instead of two.
CREATE TABLE new_views
(
    article_id {id}   NOT NULL PRIMARY KEY REFERENCES articles (id),
    views      {long} NOT NULL,
    baseline   {long} NOT NULL
) {clustered};

CREATE TABLE new_days
(
    article_id {id}   NOT NULL REFERENCES new_views (article_id) ON DELETE CASCADE,
    day        {text} NOT NULL,
    source     {text} NOT NULL,
    views      {long} NOT NULL,
    PRIMARY KEY (article_id, day, source)
) {clustered};

CREATE TABLE new_buckets
(
    grain      {text} NOT NULL,
    starts_at  {time} NOT NULL,
    article_id {id}   NOT NULL REFERENCES new_views (article_id) ON DELETE CASCADE,
    views      {long} NOT NULL,
    PRIMARY KEY (grain, starts_at, article_id)
) {clustered};

INSERT INTO new_views (article_id, views, baseline) SELECT article_id, views, baseline FROM article_views ORDER BY article_id;
INSERT INTO new_days (article_id, day, source, views) SELECT article_id, day, source, views FROM article_view_days ORDER BY article_id, day, source;
INSERT INTO new_buckets (grain, starts_at, article_id, views)
SELECT grain, starts_at, article_id, views FROM article_view_buckets ORDER BY grain, starts_at, article_id;

DROP TABLE article_view_buckets;
DROP TABLE article_view_days;
DROP TABLE article_views;

ALTER TABLE new_views RENAME TO article_views;
ALTER TABLE new_days RENAME TO article_view_days;
ALTER TABLE new_buckets RENAME TO article_view_buckets;

CREATE INDEX article_views_most ON article_views (views DESC, article_id DESC);
CREATE INDEX article_view_buckets_of ON article_view_buckets (article_id);

-- A view changes two pages, not a dozen: its total, and the end of this log, which holds the rest until a few thousand of them are added to
-- article_view_days and article_view_buckets at once. Both are read together with it. It is so short that it needs no index. Its times are
-- milliseconds since 1970.
CREATE TABLE article_view_log
(
    article_id {id}   NOT NULL REFERENCES article_views (article_id) ON DELETE CASCADE,
    day        {text} NOT NULL,
    source     {text} NOT NULL,
    at         {long} NOT NULL,
    views      {long} NOT NULL
) {strict};
