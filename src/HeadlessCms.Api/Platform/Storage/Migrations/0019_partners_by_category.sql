-- Begun anew: what was kept before does not tell which category it was of, and so claims more than was sent.
DROP TABLE change_receipts;
DROP TABLE change_partners;

-- Who follows what with a key: how far what was delivered and what was confirmed reach. The category is all zeros for who
-- follows everything.
CREATE TABLE change_partners
(
    id               {text} NOT NULL,
    category_id      {id}   NOT NULL,
    key_id           {id}   NULL,
    name             {text} NOT NULL,
    first_seq        {long} NOT NULL,
    delivered_seq    {long} NOT NULL,
    delivered_at     {time} NULL,
    acknowledged_seq {long} NOT NULL,
    acknowledged_at  {time} NULL,
    PRIMARY KEY (id, category_id)
) {strict};

-- When: each delivery of the changes after since_seq up to seq that concern what is followed ('delivered'), each confirmation
-- of all of them up to seq ('acknowledged'), and, whatever is followed, each confirmation of a single takedown ('confirmed').
CREATE TABLE change_receipts
(
    partner_id  {text} NOT NULL,
    category_id {id}   NOT NULL,
    kind        {text} NOT NULL,
    since_seq   {long} NOT NULL,
    seq         {long} NOT NULL,
    at          {time} NOT NULL,
    PRIMARY KEY (partner_id, category_id, kind, seq)
) {strict};

CREATE INDEX change_receipts_by_seq ON change_receipts (seq);
