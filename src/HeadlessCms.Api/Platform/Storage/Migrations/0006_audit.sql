-- Who changed what: append-only, in the order of the commits, each row's hash made over its own content and the hash of
-- the one before. Times never go back with seq, so a range of times is a range of seq.
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
    target_type  {text} NOT NULL,
    target_id    {text} NOT NULL,
    before       {json} NULL,
    after        {json} NULL,
    hash         {text} NOT NULL
) {strict};

CREATE INDEX audit_by_time ON audit (at, seq);
CREATE INDEX audit_by_key ON audit (key_id, seq);
CREATE INDEX audit_by_actor ON audit (actor_name, seq);
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_type ON audit (target_type, seq);
CREATE INDEX audit_by_target ON audit (target_id, seq);

-- One row: where the trail ends, signed, so that the newest rows cannot be cut off unseen.
CREATE TABLE audit_end
(
    id   {long} NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  {long} NOT NULL,
    at   {time} NOT NULL,
    hash {text} NOT NULL,
    seal {text} NOT NULL
) {strict};
