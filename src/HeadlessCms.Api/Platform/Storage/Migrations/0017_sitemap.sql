-- The parts of the sitemap: each has the public articles from its first id on to the next part's. A new article has the
-- greatest id, and so is in the last one. article_count is never too low; it is counted anew before a part is split.
CREATE TABLE sitemap_parts
(
    first_id      {id}   NOT NULL PRIMARY KEY,
    article_count {long} NOT NULL,
    changed_seq   {long} NOT NULL,
    changed_at    {time} NOT NULL
) {strict};
