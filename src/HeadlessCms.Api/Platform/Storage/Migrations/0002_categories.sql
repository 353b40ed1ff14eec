CREATE TABLE categories
(
    id          {id}   NOT NULL PRIMARY KEY,
    slug        {text} NOT NULL UNIQUE,
    name        {text} NOT NULL,
    description {text} NULL,
    keywords    {json} NOT NULL,
    type        {text} NULL,
    parent_id   {id}   NULL REFERENCES categories (id),
    position    {long} NOT NULL,
    revision    {long} NOT NULL,
    created_at  {time} NOT NULL,
    updated_at  {time} NOT NULL
) {strict};

-- Siblings have different names; NULLs are distinct in an index, so the top level has one of its own.
CREATE UNIQUE INDEX categories_sibling_names ON categories (parent_id, name);
CREATE UNIQUE INDEX categories_top_names ON categories (name) WHERE parent_id IS NULL;
CREATE INDEX categories_in_order ON categories (parent_id, position, id);

-- Every pair of a category and one above it, itself included at depth 0: a subtree or a breadcrumb is one join.
CREATE TABLE category_closure
(
    ancestor_id   {id}   NOT NULL REFERENCES categories (id),
    descendant_id {id}   NOT NULL REFERENCES categories (id),
    depth         {long} NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
) {strict};

CREATE INDEX category_closure_upwards ON category_closure (descendant_id, depth);

-- Slugs a category had before; they redirect.
CREATE TABLE category_former_slugs
(
    slug        {text} NOT NULL PRIMARY KEY,
    category_id {id}   NOT NULL REFERENCES categories (id)
) {strict};

CREATE INDEX category_former_slugs_of ON category_former_slugs (category_id);
