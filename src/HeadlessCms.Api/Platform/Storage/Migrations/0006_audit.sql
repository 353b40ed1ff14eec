-- Who changed what: append-only, in the order of the commits, each row's hash made over its own content and the hash of
-- the one before.
CREATE TABLE audit
(
    seq          {long} NOT NULL PRIMARY KEY,
    id           {id}   NOT NULL UNIQUE,
    at           {time} NOT NULL,
    action       {text} NOT NULL,
    key_id       {id}   NULL,
    actor_name   {text} NOT NULL,
    address_hash {text} NULL,
    request_id   {text} NULL,
    target_id    {text} NOT NULL,
    before       {json} NULL,
    after        {json} NULL,
    hash         {text} NOT NULL
) {strict};
