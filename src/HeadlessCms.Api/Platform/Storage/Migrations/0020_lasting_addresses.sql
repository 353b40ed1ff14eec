-- The first domain that the site was said to have, which ids in feeds name for ever; null until somebody says one.
ALTER TABLE site ADD COLUMN tag_domain {text} NULL;

UPDATE site SET tag_domain = domain;

-- Of a change with which an article's page went or moved: what its address was made of before.
ALTER TABLE changes ADD COLUMN was {json} NULL;
