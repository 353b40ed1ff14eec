-- One row: what the site is called, where it lives, how its addresses look.
CREATE TABLE site
(
    id                   {long} NOT NULL PRIMARY KEY CHECK (id = 1),
    name                 {text} NOT NULL,
    domain               {text} NOT NULL,
    site_id_code         {text} NULL,
    time_zone            {text} NOT NULL,
    default_locale       {text} NOT NULL,
    article_url_template {text} NOT NULL,
    description          {text} NULL,
    logo_id              {id}   NULL
) {strict};

-- Counters that entity tags are made of: one per thing that many representations show (the tree, the site, …).
CREATE TABLE revisions
(
    name       {text} NOT NULL PRIMARY KEY,
    value      {long} NOT NULL,
    changed_at {time} NOT NULL
) {strict};
