-- Who asked to be sent a feed, or no longer, and has yet to say that it was really them (W3C WebSub, section 5.3).
CREATE TABLE websub_requests
(
    id       {id}    NOT NULL PRIMARY KEY,
    mode     {text}  NOT NULL,
    topic    {text}  NOT NULL,
    callback {text}  NOT NULL,
    secret   {bytes} NULL,
    lease    {long}  NOT NULL,
    tries    {long}  NOT NULL,
    due_at   {time}  NOT NULL
) {strict};

CREATE INDEX websub_requests_due ON websub_requests (due_at, id);

-- Who is sent which feed, until when. name is the hash of topic and callback, which together are one subscription. Due while the
-- feed changed since it was sent: changed_seq is the last change, sent the hash of what was sent.
CREATE TABLE websub_subscriptions
(
    name        {text}  NOT NULL PRIMARY KEY,
    id          {id}    NOT NULL,
    topic       {text}  NOT NULL,
    callback    {text}  NOT NULL,
    category_id {id}    NULL,
    secret      {bytes} NULL,
    expires_at  {time}  NOT NULL,
    changed_seq {long}  NOT NULL,
    sent        {text}  NULL,
    tries       {long}  NOT NULL,
    due_at      {time}  NULL
) {strict};

CREATE INDEX websub_subscriptions_due ON websub_subscriptions (due_at, name) WHERE due_at IS NOT NULL;
CREATE INDEX websub_subscriptions_ending ON websub_subscriptions (expires_at);
