-- The whole of recap's database. Times are microseconds since 1970 in UTC, and NULL where unknown.
-- Every change of this file comes with a step in migrate.go that makes an older database equal to it.

-- A source, from its first post on, also when it has left the configuration.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT '',
    publish TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT -1, -- place in the configuration; -1: not in it
    posts INTEGER NOT NULL DEFAULT 0,     -- posts that it had, so that no one needs to count a million rows
    last_read INTEGER,
    last_complete INTEGER,
    last_new INTEGER,
    last_error TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    gap TEXT NOT NULL DEFAULT '',
    disabled TEXT NOT NULL DEFAULT '',
    unchecked TEXT NOT NULL DEFAULT '', -- why it could not say whether its posts are still there
    address TEXT NOT NULL DEFAULT '', -- what it reads, by which it is known under another name
    scope TEXT NOT NULL DEFAULT '', -- the scope of the keys that it vouches for, where that is not its name
    backfill INTEGER NOT NULL DEFAULT 1 -- whether it is read from its beginning, and no read has come to its end since
) STRICT;

-- How far a source was read, which only the source itself understands. Apart from the source, because that is written at each read and this is large.
CREATE TABLE cursor (
    source INTEGER PRIMARY KEY REFERENCES source,
    data BLOB NOT NULL
) STRICT;

-- One read of one source.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    started INTEGER,
    ended INTEGER,
    new INTEGER NOT NULL,
    known INTEGER NOT NULL,
    skipped TEXT NOT NULL, -- JSON array of reasons
    gap TEXT NOT NULL,
    error TEXT NOT NULL,
    complete INTEGER NOT NULL,
    disable TEXT NOT NULL
) STRICT;
CREATE INDEX run_source ON run (source, id);

-- A post. What every query looks at comes first and the long texts last, so that a look at the former does not walk the
-- overflow pages of the latter. References and links are lists that are only ever read whole, with their post.
CREATE TABLE post (
    id INTEGER PRIMARY KEY,   -- ascends, because random row numbers halve the speed
    uid BLOB NOT NULL UNIQUE, -- public id: 8 bytes of the hash of (scope, key)
    published INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    author_key TEXT NOT NULL, -- Author.Identity
    machine TEXT NOT NULL,
    share_of TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_address TEXT NOT NULL,
    author_handle TEXT NOT NULL,
    author_url TEXT NOT NULL,
    author_organization TEXT NOT NULL,
    author_bot INTEGER NOT NULL,
    claimed INTEGER,
    received INTEGER,
    first_seen INTEGER NOT NULL,
    edited INTEGER,
    language TEXT NOT NULL,
    policy INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    shares INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    damage INTEGER NOT NULL,
    sum BLOB NOT NULL,        -- of the copy whose words stand here
    refs TEXT NOT NULL,       -- keys of ancestors, one a line, nearest last; see encodeRefs
    links TEXT NOT NULL,      -- one a line
    title TEXT NOT NULL,
    signature TEXT NOT NULL,
    text TEXT NOT NULL,
    quoted TEXT NOT NULL,
    cuts TEXT NOT NULL DEFAULT '', -- see encodeCuts
    form TEXT NOT NULL DEFAULT '',
    within TEXT NOT NULL DEFAULT '', -- key of the digest that enclosed it
    author_relay INTEGER NOT NULL DEFAULT 0, -- whether many write from the address
    backfill INTEGER NOT NULL DEFAULT 0 -- whether its source brought it while that was read from its beginning
) STRICT;
CREATE INDEX post_published ON post (published);
CREATE INDEX post_thread ON post (thread, published);
CREATE INDEX post_author ON post (author_key, published) WHERE machine = '' AND share_of = '';
CREATE INDEX post_address ON post (author_address, published) WHERE author_address <> '' AND author_relay = 0 AND machine = '' AND share_of = '';
CREATE INDEX post_share ON post (share_of) WHERE share_of <> '';

-- The bytes as received, zstd. Apart from the post, because almost nothing reads them.
CREATE TABLE raw (
    post INTEGER PRIMARY KEY REFERENCES post ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;

-- A copy of a post as a source delivered it; a source often has several of one message. The sources of a post are those of its copies.
CREATE TABLE copy (
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source,
    sum INTEGER NOT NULL, -- start of the fingerprint
    url TEXT NOT NULL,    -- where this source shows it
    late INTEGER NOT NULL DEFAULT 0, -- whether it came after an edition had cited the post, which so keeps its first source and its URL
    published INTEGER, -- effective time of the first copy that the source had, where the sources do not agree; NULL: that of the post; 0: of the others
    stale INTEGER NOT NULL DEFAULT 0, -- whether an older parser gave it, and its source is read again from the beginning since and has not come to it
    PRIMARY KEY (post, source, sum)
) STRICT, WITHOUT ROWID;

-- Who claims a key that several posts came with: one of them has it, and the others have it with a suffix. A row for each source that had the post.
CREATE TABLE claim (
    uid BLOB NOT NULL, -- of the key as it came
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source,
    turn INTEGER NOT NULL, -- ascends in the order in which they came
    PRIMARY KEY (uid, post, source)
) STRICT, WITHOUT ROWID;

-- Posts that a recorded edition cited, and which change no more.
CREATE TABLE cited (
    uid BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE post_list (
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    list INTEGER NOT NULL REFERENCES list,
    PRIMARY KEY (post, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_tag (
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (post, tag)
) STRICT, WITHOUT ROWID;

-- The thread of a key that no stored post has, and beside which those stand that name it as what they answer.
CREATE TABLE ghost (
    uid BLOB PRIMARY KEY,
    thread INTEGER NOT NULL,
    under BLOB -- of a post that was taken out, the key that it stood under; NULL if it began the thread, or was never stored
) STRICT, WITHOUT ROWID;
CREATE INDEX ghost_thread ON ghost (thread);

-- Posts that name a key which no stored post had when they came, and would stand nearer to it than to what they stand under.
CREATE TABLE awaited (
    uid BLOB NOT NULL,
    post INTEGER NOT NULL,
    PRIMARY KEY (uid, post)
) STRICT, WITHOUT ROWID;

-- Hashes of posts and authors that were taken out, and are not let in again.
CREATE TABLE removed (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL, -- post, author, text, or cut: something was cut from its own words
    at INTEGER
) STRICT, WITHOUT ROWID;

-- Posts whose source can be asked whether they are still there.
CREATE TABLE recheck (
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source,
    native TEXT NOT NULL, -- what the source calls it
    due INTEGER,          -- when to ask next; NULL: only before an edition tells it
    PRIMARY KEY (post, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX recheck_due ON recheck (source, due) WHERE due IS NOT NULL;

-- Full-text index of the own words. It keeps no second copy of them, and Go fills it: triggers cost more than half the speed.
CREATE VIRTUAL TABLE post_fts USING fts5 (
    title,
    text,
    content = 'post',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO post_fts (post_fts, rank) VALUES
    ('rank', 'bm25(4.0, 1.0)'), -- a word of the title weighs four times one of the text
    ('hashsize', 8388608),      -- bytes gathered before a segment is written; with the default of 1 MiB a page of 1,000 mails makes five
    ('automerge', 8);           -- segments of a level before they are merged

-- Every revision of every edition that was recorded. One that told a post which was taken out has neither title nor json any more.
CREATE TABLE edition (
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    digest TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    json BLOB NOT NULL,
    recorded INTEGER NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;
CREATE INDEX edition_period ON edition (digest, period_end);

CREATE TABLE told (
    edition TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    story TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    thread TEXT NOT NULL,
    posts TEXT NOT NULL,  -- JSON array
    prints TEXT NOT NULL, -- JSON array
    PRIMARY KEY (edition, revision, position),
    FOREIGN KEY (edition, revision) REFERENCES edition (id, revision) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Editions that told a post which was taken out, until they were made and delivered again without it.
CREATE TABLE redo (
    edition TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    edition TEXT NOT NULL,
    revision INTEGER NOT NULL,
    output TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    sum TEXT NOT NULL,
    at INTEGER,
    error TEXT NOT NULL,
    UNIQUE (edition, revision, output, recipient),
    FOREIGN KEY (edition, revision) REFERENCES edition (id, revision) ON DELETE CASCADE
) STRICT;

-- A server that asked not to be called before a moment.
CREATE TABLE host (
    name TEXT PRIMARY KEY,
    pause_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is to be handed to people and programs of other machines, one row for an edition, revision, output and recipient. See store.Outbox.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    edition TEXT, -- NULL for a note
    revision INTEGER NOT NULL,
    output TEXT NOT NULL,
    recipient TEXT NOT NULL,
    key TEXT NOT NULL, -- a Message-ID, an idempotency key
    state TEXT NOT NULL, -- see store.LetterState
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    response TEXT NOT NULL,
    queued INTEGER,
    next INTEGER,
    expires INTEGER,
    changed INTEGER,
    suppress INTEGER NOT NULL DEFAULT 0, -- whether nothing more is sent to this recipient
    raw BLOB NOT NULL, -- made once; empty where it is needed no more
    returned TEXT NOT NULL DEFAULT '', -- with which words it came back
    UNIQUE (edition, revision, output, recipient),
    FOREIGN KEY (edition, revision) REFERENCES edition (id, revision) ON DELETE CASCADE
) STRICT;
CREATE INDEX outbox_state ON outbox (output, state, id);
CREATE INDEX outbox_suppress ON outbox (output, recipient) WHERE suppress = 1;
CREATE INDEX outbox_key ON outbox (key);
CREATE UNIQUE INDEX outbox_note ON outbox (output, key) WHERE edition IS NULL;

-- Who gets the newsletter. Of the tokens in links only hashes are kept.
CREATE TABLE subscriber (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL, -- as it was written first
    folded TEXT NOT NULL UNIQUE, -- in lower case
    state TEXT NOT NULL DEFAULT '', -- see store.SubscriberState
    digests TEXT NOT NULL DEFAULT '[]', -- JSON array of names; empty: all
    sections TEXT NOT NULL DEFAULT '[]',
    token BLOB, -- SHA-256
    ask BLOB, -- SHA-256
    asked INTEGER,
    asks INTEGER NOT NULL DEFAULT 0,
    mailed INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER,
    changed INTEGER,
    bounces INTEGER NOT NULL DEFAULT 0,
    bounced INTEGER,
    bounce TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX subscriber_token ON subscriber (token) WHERE token IS NOT NULL;
CREATE UNIQUE INDEX subscriber_ask ON subscriber (ask) WHERE ask IS NOT NULL;

-- What a language model answered, by the hash of the request.
CREATE TABLE answer (
    hash BLOB PRIMARY KEY,
    task TEXT NOT NULL,
    model TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The posts whose words were in the request. When one of them changes or goes, the answer goes.
CREATE TABLE answer_post (
    post BLOB NOT NULL, -- uid
    answer BLOB NOT NULL REFERENCES answer ON DELETE CASCADE,
    PRIMARY KEY (post, answer)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_post_answer ON answer_post (answer);
CREATE TRIGGER post_gone AFTER DELETE ON post BEGIN
    DELETE FROM answer WHERE hash IN (SELECT answer FROM answer_post WHERE post = OLD.uid);
END;
CREATE TRIGGER post_edited AFTER UPDATE OF uid, author_name, title, text, policy ON post
WHEN OLD.uid <> NEW.uid OR OLD.author_name <> NEW.author_name OR OLD.title <> NEW.title OR OLD.text <> NEW.text OR OLD.policy <> NEW.policy BEGIN
    DELETE FROM answer WHERE hash IN (SELECT answer FROM answer_post WHERE post = OLD.uid);
END;
