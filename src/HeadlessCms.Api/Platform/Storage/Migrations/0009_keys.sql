-- Who may call, apart from the key of the settings. The category is no foreign key: where it is gone, the key may do nothing.
CREATE TABLE access_keys
(
    id           {id}   NOT NULL PRIMARY KEY,
    name         {text} NOT NULL,
    scopes       {json} NOT NULL,
    category_id  {id}   NULL,
    created_at   {time} NOT NULL,
    expires_at   {time} NULL,
    last_used_at {time} NULL
) {strict};

-- What opens a key: a keyed hash of each secret. The present one has no end; those before a rotation work on until theirs.
CREATE TABLE access_key_secrets
(
    hash       {text} NOT NULL PRIMARY KEY,
    key_id     {id}   NOT NULL REFERENCES access_keys (id) ON DELETE CASCADE,
    hint       {text} NOT NULL,
    expires_at {time} NULL
) {strict};

CREATE UNIQUE INDEX access_key_secrets_present ON access_key_secrets (key_id) WHERE expires_at IS NULL;
CREATE INDEX access_key_secrets_of ON access_key_secrets (key_id, expires_at);
