-- Who is told of changes by calls of ours. The secrets lie sealed; since_seq is where the log ended when it was made, as it is
-- told of nothing before. The category is no foreign key: where it is gone, nothing is told.
CREATE TABLE webhooks
(
    id              {id}    NOT NULL PRIMARY KEY,
    revision        {long}  NOT NULL,
    url             {text}  NOT NULL,
    description     {text}  NULL,
    events          {json}  NOT NULL,
    category_id     {id}    NULL,
    concurrency     {long}  NOT NULL,
    enabled         {bool}  NOT NULL,
    disabled_reason {text}  NULL,
    secret          {bytes} NOT NULL,
    previous_secret {bytes} NULL,
    previous_until  {time}  NULL,
    since_seq       {long}  NOT NULL,
    created_at      {time}  NOT NULL,
    updated_at      {time}  NOT NULL,
    failures        {long}  NOT NULL,
    failing_since   {time}  NULL,
    paused_until    {time}  NULL,
    last_success_at {time}  NULL,
    last_failure_at {time}  NULL
) {strict};

-- What is said, once for all who are told, and never changed: a retry says the same. seq is the change it tells of, null for
-- a test.
CREATE TABLE webhook_messages
(
    id         {id}   NOT NULL PRIMARY KEY,
    seq        {long} NULL UNIQUE,
    body       {text} NOT NULL,
    created_at {time} NOT NULL
) {strict};

-- Who is told what: the outbox while it is pending, which is while it has a due_at, and the log after. Of one subject (an article) at
-- one webhook the first pending one alone is sent; due_at of those behind it is never before its own. attempts has what came of each.
CREATE TABLE webhook_deliveries
(
    id          {id}   NOT NULL PRIMARY KEY,
    webhook_id  {id}   NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    message_id  {id}   NOT NULL REFERENCES webhook_messages (id),
    event       {text} NOT NULL,
    subject_id  {id}   NOT NULL,
    seq         {long} NOT NULL,
    state       {text} NOT NULL,
    tries       {long} NOT NULL,
    attempts    {json} NOT NULL,
    due_at      {time} NULL,
    created_at  {time} NOT NULL,
    finished_at {time} NULL,
    UNIQUE (webhook_id, message_id)
) {strict};

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at, seq, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, subject_id, seq, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_in_state ON webhook_deliveries (webhook_id, state, id);
CREATE INDEX webhook_deliveries_of_message ON webhook_deliveries (message_id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_messages_by_age ON webhook_messages (created_at, id);
