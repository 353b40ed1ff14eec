-- Apart from the article's own rows: a view changes no revision, no tag and no time of the article.
CREATE TABLE article_views
(
    article_id {id}   NOT NULL PRIMARY KEY REFERENCES articles (id),
    views      {long} NOT NULL,
    baseline   {long} NOT NULL
) {strict};

CREATE INDEX article_views_most ON article_views (views DESC, article_id DESC);

CREATE TABLE article_view_days
(
    article_id {id}   NOT NULL REFERENCES article_views (article_id) ON DELETE CASCADE,
    day        {text} NOT NULL,
    source     {text} NOT NULL,
    views      {long} NOT NULL,
    PRIMARY KEY (article_id, day, source)
) {strict};

-- What trends: views by when they were counted, in whole minutes for the last hour, in whole hours for the last day, and in
-- whole days for the last month. A window is a range or two of the primary key; what none shows any longer is deleted.
CREATE TABLE article_view_buckets
(
    grain      {text} NOT NULL,
    starts_at  {time} NOT NULL,
    article_id {id}   NOT NULL REFERENCES article_views (article_id) ON DELETE CASCADE,
    views      {long} NOT NULL,
    PRIMARY KEY (grain, starts_at, article_id)
) {strict};

CREATE INDEX article_view_buckets_of ON article_view_buckets (article_id);
