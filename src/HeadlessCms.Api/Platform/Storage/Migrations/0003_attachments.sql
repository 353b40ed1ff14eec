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

CREATE TABLE attachments
(
    id         {id}   NOT NULL PRIMARY KEY,
    sha256     {text} NOT NULL REFERENCES blobs (sha256),
    media_type {text} NOT NULL,
    file_name  {text} NOT NULL,
    alt        {text} NULL,
    caption    {text} NULL,
    credit     {text} NULL,
    decorative {bool} NOT NULL,
    revision   {long} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
) {strict};

CREATE INDEX attachments_of_blob ON attachments (sha256);
CREATE INDEX attachments_by_media_type ON attachments (media_type, id);
