-- What becomes public, or ceases to be, at a set time: at most one plan an article, for one version of it. due_at is the
-- next of its times; the slug is kept for it, whatever slug the working copy has by then.
CREATE TABLE article_schedules
(
    article_id  {id}   NOT NULL PRIMARY KEY REFERENCES articles (id),
    version     {long} NOT NULL,
    slug        {text} NOT NULL,
    publish_at  {time} NULL,
    withdraw_at {time} NULL,
    due_at      {time} NOT NULL,
    correction  {text} NULL,
    change_note {text} NULL,
    FOREIGN KEY (article_id, version) REFERENCES article_versions (article_id, version)
) {strict};

CREATE INDEX article_schedules_due ON article_schedules (due_at, article_id);
