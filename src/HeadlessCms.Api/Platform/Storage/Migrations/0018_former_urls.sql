-- By which addresses of another site an article is found, each as a hash: an address may be longer than an index takes.
CREATE TABLE article_former_urls
(
    copy       {text} NOT NULL,
    url_hash   {text} NOT NULL,
    article_id {id}   NOT NULL REFERENCES articles (id),
    PRIMARY KEY (copy, article_id, url_hash)
) {strict};

CREATE INDEX article_former_urls_by_hash ON article_former_urls (copy, url_hash, article_id);
