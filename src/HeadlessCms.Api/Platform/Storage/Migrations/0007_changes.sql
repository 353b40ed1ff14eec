-- The change log: what became different for the public, in the order of the commits. Everything that follows content
-- reads it from where it left off. Times never go back with seq.
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

CREATE INDEX changes_by_time ON changes (occurred_at, seq);
CREATE INDEX changes_of_article ON changes (article_id, seq);
CREATE INDEX changes_of_kind ON changes (kind, seq);

-- Whose followers are told: the categories it touched and all above them, as the tree was at that moment; for a change of
-- the tree also all below (is_below), whose articles it may have moved.
CREATE TABLE change_categories
(
    category_id {id}   NOT NULL,
    seq         {long} NOT NULL,
    is_below    {bool} NOT NULL,
    PRIMARY KEY (category_id, seq)
) {strict};

CREATE INDEX change_categories_of ON change_categories (seq, category_id);

-- How far each follower in the program is: written together with what it made of the changes up to there.
CREATE TABLE change_followers
(
    name {text} NOT NULL PRIMARY KEY,
    seq  {long} NOT NULL
) {strict};

-- Who follows with a key: how far what was delivered and what was confirmed reach.
CREATE TABLE change_partners
(
    id               {text} NOT NULL PRIMARY KEY,
    key_id           {id}   NULL,
    name             {text} NOT NULL,
    first_seq        {long} NOT NULL,
    delivered_seq    {long} NOT NULL,
    delivered_at     {time} NULL,
    acknowledged_seq {long} NOT NULL,
    acknowledged_at  {time} NULL
) {strict};

-- When: each delivery and each confirmation of all changes up to one ('delivered', 'acknowledged'), and each confirmation of
-- a single takedown ('confirmed').
CREATE TABLE change_receipts
(
    partner_id {text} NOT NULL REFERENCES change_partners (id),
    kind       {text} NOT NULL,
    seq        {long} NOT NULL,
    at         {time} NOT NULL,
    PRIMARY KEY (partner_id, kind, seq)
) {strict};
