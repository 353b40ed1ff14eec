-- What was answered to a POST with an Idempotency-Key, written in the transaction of what it did: a retry gets it again.
-- The id is a keyed hash of caller, method, path and key; the fingerprint one of query and body.
-- about is the id of what the answer shows, so that it goes when that is erased.
CREATE TABLE idempotent_answers
(
    id          {text}  NOT NULL PRIMARY KEY,
    fingerprint {text}  NOT NULL,
    status      {long}  NOT NULL,
    headers     {json}  NOT NULL,
    body        {bytes} NOT NULL,
    about       {id}    NULL,
    expires_at  {time}  NOT NULL
) {strict};

CREATE INDEX idempotent_answers_expiry ON idempotent_answers (expires_at);
CREATE INDEX idempotent_answers_about ON idempotent_answers (about);
