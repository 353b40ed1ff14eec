-- Links that show one version of an article to whoever has one, until they end or are revoked. A link's token is made
-- of the id and a key of the installation's secret, and stands nowhere.
CREATE TABLE previews
(
    id         {id}   NOT NULL PRIMARY KEY,
    article_id {id}   NOT NULL,
    version    {long} NOT NULL,
    created_at {time} NOT NULL,
    created_by {text} NOT NULL,
    expires_at {time} NOT NULL,
    FOREIGN KEY (article_id, version) REFERENCES article_versions (article_id, version) ON DELETE CASCADE
) {strict};

CREATE INDEX previews_of_article ON previews (article_id, id DESC);
CREATE INDEX previews_ending ON previews (expires_at);
