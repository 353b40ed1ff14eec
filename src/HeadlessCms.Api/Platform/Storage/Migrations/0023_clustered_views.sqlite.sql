-- The same tables as before, each lying in the order of its key: one tree to change instead of two.
CREATE TABLE new_views
(
    article_id {id}   NOT NULL PRIMARY KEY REFERENCES articles (id),
    views      {long} NOT NULL,
    baseline   {long} NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE new_days
(
    article_id {id}   NOT NULL REFERENCES new_views (article_id) ON DELETE CASCADE,
    day        {text} NOT NULL,
    source     {text} NOT NULL,
    views      {long} NOT NULL,
    PRIMARY KEY (article_id, day, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE new_buckets
(
    grain      {text} NOT NULL,
    starts_at  {time} NOT NULL,
    article_id {id}   NOT NULL REFERENCES new_views (article_id) ON DELETE CASCADE,
    views      {long} NOT NULL,
    PRIMARY KEY (grain, starts_at, article_id)
) STRICT, WITHOUT ROWID;

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
