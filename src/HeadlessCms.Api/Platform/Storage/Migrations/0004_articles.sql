-- What an article is whatever its text says: where it stands in its life. hidden_at is when the public last lost sight of
-- it, kept when it is shown again.
CREATE TABLE articles
(
    id                 {id}   NOT NULL PRIMARY KEY,
    state              {text} NOT NULL,
    revision           {long} NOT NULL,
    public_revision    {long} NOT NULL,
    latest_version     {long} NOT NULL,
    first_published_at {time} NULL,
    withdrawn_at       {time} NULL,
    withdrawn_reason   {text} NULL,
    withdrawn_note     {text} NULL,
    corrections        {json} NULL,
    publish_fault      {json} NULL,
    hidden_at          {time} NULL,
    created_at         {time} NOT NULL
) {strict};

-- Every state ever saved, never changed after, but for when the public saw it. What only shows is JSON in content; the
-- text lies apart from it, so that a list does not read it. changed names what differs from the version before.
-- category_id is where it lay, which may be no more.
CREATE TABLE article_versions
(
    article_id         {id}   NOT NULL REFERENCES articles (id),
    version            {long} NOT NULL,
    category_id        {id}   NOT NULL,
    saved_at           {time} NOT NULL,
    saved_by           {text} NULL,
    change_note        {text} NULL,
    changed            {json} NOT NULL,
    restored_from      {long} NULL,
    first_published_at {time} NULL,
    last_published_at  {time} NULL,
    content            {json} NOT NULL,
    body_source        {text} NULL,
    body               {text} NOT NULL,
    PRIMARY KEY (article_id, version)
) {strict};

-- What may be pruned: the public never saw it.
CREATE INDEX article_versions_never_public ON article_versions (article_id, version) WHERE first_published_at IS NULL;

-- What lists filter and sort by, once for the working copy ('draft') and once for what the public sees ('public').
-- The row 'public' exists exactly while the article is public: that is the one visibility rule.
CREATE TABLE article_copies
(
    copy            {text} NOT NULL,
    article_id      {id}   NOT NULL REFERENCES articles (id),
    version         {long} NOT NULL,
    state           {text} NOT NULL,
    slug            {text} NOT NULL,
    category_id     {id}   NOT NULL REFERENCES categories (id),
    also_in         {json} NULL,
    title_key       {text} NOT NULL,
    locale          {text} NOT NULL,
    translation_of  {id}   NOT NULL,
    source_name     {text} NULL,
    author          {text} NULL,
    featured        {bool} NOT NULL,
    pinned_until    {time} NULL,
    has_attachments {bool} NOT NULL,
    published_at    {time} NULL,
    sorted_at       {time} NOT NULL,
    updated_at      {time} NOT NULL,
    PRIMARY KEY (copy, article_id),
    FOREIGN KEY (article_id, version) REFERENCES article_versions (article_id, version)
) {strict};

CREATE INDEX article_copies_by_date ON article_copies (copy, sorted_at DESC, article_id DESC);
CREATE INDEX article_copies_in_category ON article_copies (copy, category_id, sorted_at DESC, article_id DESC);
CREATE INDEX article_copies_by_id_in_category ON article_copies (copy, category_id, article_id);
CREATE INDEX article_copies_by_update ON article_copies (copy, updated_at DESC, article_id DESC);
CREATE INDEX article_copies_by_title ON article_copies (copy, title_key, article_id);
CREATE INDEX article_copies_by_source ON article_copies (copy, source_name, sorted_at DESC, article_id DESC) WHERE source_name IS NOT NULL;
CREATE INDEX article_copies_by_author ON article_copies (copy, author, sorted_at DESC, article_id DESC) WHERE author IS NOT NULL;
CREATE INDEX article_copies_by_locale ON article_copies (copy, locale, sorted_at DESC, article_id DESC);
CREATE INDEX article_copies_by_state ON article_copies (copy, state, sorted_at DESC, article_id DESC);
CREATE INDEX article_copies_translations ON article_copies (copy, translation_of, locale);
CREATE INDEX article_copies_featured ON article_copies (copy, sorted_at DESC, article_id DESC) WHERE featured;
CREATE INDEX article_copies_with_files ON article_copies (copy, has_attachments, sorted_at DESC, article_id DESC);
CREATE INDEX article_copies_pinned ON article_copies (copy, pinned_until) WHERE pinned_until IS NOT NULL;

CREATE INDEX article_copies_pinned_in_category ON article_copies (copy, category_id, pinned_until) WHERE pinned_until IS NOT NULL;

-- Which other categories show an article, each a row, with the category it lies in itself: also_in keeps them in the
-- editor's order.
CREATE TABLE article_also_in
(
    copy        {text} NOT NULL,
    article_id  {id}   NOT NULL REFERENCES articles (id),
    category_id {id}   NOT NULL REFERENCES categories (id),
    own_id      {id}   NOT NULL REFERENCES categories (id),
    sorted_at   {time} NOT NULL,
    PRIMARY KEY (copy, article_id, category_id)
) {strict};

CREATE INDEX article_also_in_category ON article_also_in (copy, category_id, sorted_at DESC, article_id DESC);
CREATE INDEX article_also_in_by_id ON article_also_in (copy, category_id, article_id);
CREATE INDEX article_also_in_of ON article_also_in (category_id);
CREATE INDEX article_also_in_own ON article_also_in (own_id);

-- Groups of translations, by the article the others translate: counted on when a copy of the group shows another set of
-- languages, ids and slugs. Every member's tag is made of it.
CREATE TABLE article_groups
(
    copy       {text} NOT NULL,
    id         {id}   NOT NULL,
    revision   {long} NOT NULL,
    changed_at {time} NOT NULL,
    PRIMARY KEY (copy, id)
) {strict};

-- Who has a slug, or had it when it was public. One row decides, so two writers cannot both win.
CREATE TABLE article_slugs
(
    slug       {text} NOT NULL PRIMARY KEY,
    article_id {id}   NOT NULL,
    was_public {bool} NOT NULL
) {strict};

CREATE INDEX article_slugs_of ON article_slugs (article_id);

CREATE TABLE article_tags
(
    copy       {text} NOT NULL,
    tag        {text} NOT NULL,
    article_id {id}   NOT NULL REFERENCES articles (id),
    sorted_at  {time} NOT NULL,
    PRIMARY KEY (copy, article_id, tag)
) {strict};

CREATE INDEX article_tags_in_order ON article_tags (copy, tag, sorted_at DESC, article_id DESC);

-- How many public articles carry a tag, or lie directly in a category: kept, so that no read counts rows.
CREATE TABLE tag_counts
(
    tag           {text} NOT NULL PRIMARY KEY,
    article_count {long} NOT NULL
) {strict};

CREATE INDEX tag_counts_shown ON tag_counts (tag) WHERE article_count > 0;

CREATE TABLE category_counts
(
    category_id   {id}   NOT NULL PRIMARY KEY REFERENCES categories (id),
    article_count {long} NOT NULL
) {strict};

-- Which version uses which file, as what: 'cover', 'body', or the role the editor gave.
CREATE TABLE article_attachments
(
    article_id    {id}   NOT NULL REFERENCES articles (id),
    version       {long} NOT NULL,
    attachment_id {id}   NOT NULL REFERENCES attachments (id),
    role          {text} NOT NULL,
    PRIMARY KEY (article_id, version, attachment_id, role)
) {strict};

CREATE INDEX article_attachments_of ON article_attachments (attachment_id, article_id, version);

-- What was erased for good and had been public: its address answers 410 for ever.
CREATE TABLE article_tombstones
(
    article_id   {id}   NOT NULL PRIMARY KEY,
    withdrawn_at {time} NOT NULL,
    reason       {text} NOT NULL
) {strict};
