-- Bytes, once each however often they were uploaded; the file lies in blobs/ under its hash.
CREATE TABLE blobs
(
    sha256     {text} NOT NULL PRIMARY KEY,
    size       {long} NOT NULL,
    media_type {text} NOT NULL,
    width      {long} NULL,
    height     {long} NULL,
    created_at {time} NOT NULL
) {strict};

-- What is said of a file. kind is the first word of its type; is_used says whether any version of an article names it.
-- category_id is the limit of the key that uploaded it, null without one. No foreign key: where it is gone, the file is
-- within nobody's limit.
CREATE TABLE attachments
(
    id          {id}   NOT NULL PRIMARY KEY,
    sha256      {text} NOT NULL REFERENCES blobs (sha256),
    media_type  {text} NOT NULL,
    kind        {text} NOT NULL,
    file_name   {text} NOT NULL,
    alt         {text} NULL,
    caption     {text} NULL,
    credit      {text} NULL,
    decorative  {bool} NOT NULL,
    is_used     {bool} NOT NULL,
    category_id {id}   NULL,
    revision    {long} NOT NULL,
    created_at  {time} NOT NULL,
    updated_at  {time} NOT NULL
) {strict};

CREATE INDEX attachments_of_blob ON attachments (sha256);
CREATE INDEX attachments_by_media_type ON attachments (media_type, id);
CREATE INDEX attachments_by_kind ON attachments (kind, id);
CREATE INDEX attachments_by_use ON attachments (is_used, id);
