-- What becomes public, or ceases to be, at a set time: at most one plan an article. With publish_at, that version becomes
-- public then, until withdraw_at; public_until is the end of what is public already, whether something follows it or not.
-- due_at is the next of these times; the slug is kept for the version, whatever slug the working copy has by then.
CREATE TABLE article_schedules
(
    article_id   {id}   NOT NULL PRIMARY KEY REFERENCES articles (id),
    version      {long} NOT NULL,
    slug         {text} NOT NULL,
    publish_at   {time} NULL,
    withdraw_at  {time} NULL,
    public_until {time} NULL,
    due_at       {time} NOT NULL,
    correction   {text} NULL,
    change_note  {text} NULL,
    FOREIGN KEY (article_id, version) REFERENCES article_versions (article_id, version)
) {strict};

CREATE INDEX article_schedules_due ON article_schedules (due_at, article_id);
