-- The change log: what became different for the public, in the order of the commits. Everything that follows content
-- reads it from where it left off.
CREATE TABLE changes
(
    seq         {long} NOT NULL PRIMARY KEY,
    kind        {text} NOT NULL,
    article_id  {id}   NULL,
    category_id {id}   NULL,
    version     {long} NULL,
    reason      {text} NULL,
    occurred_at {time} NOT NULL
) {strict};
