-- Rules that upstreams keep, to be offered as the person's own. Not part of the journal: whatever is here is read anew. What was
-- declined is a document of the book.
CREATE TABLE upstream_rules (
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  source_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (connection_id, source_id)
) STRICT, WITHOUT ROWID;

-- The outbox also takes that a transaction was looked at, and accounts.
CREATE TABLE outbox_widened (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  -- 1 account, 2 transaction, 3 category
  entity INTEGER NOT NULL CHECK (entity IN (1, 2, 3)),
  local_id INTEGER NOT NULL,
  -- 1 category, 2 note, 3 tags, 4 whether the transaction is there, 5 whether the category is, 6 whether it was looked at,
  -- 7 what an account or a category is called and whether it is in use
  field INTEGER NOT NULL CHECK (field BETWEEN 1 AND 7),
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
  wish TEXT NOT NULL CHECK (json_valid(wish)),
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  sent TEXT CHECK (sent IS NULL OR json_valid(sent)),
  theirs TEXT CHECK (theirs IS NULL OR json_valid(theirs)),
  edition INTEGER NOT NULL DEFAULT 1,
  under_way INTEGER NOT NULL DEFAULT 0,
  written INTEGER NOT NULL DEFAULT 0 CHECK (written IN (0, 1)),
  tries INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  detail TEXT,
  queued_at INTEGER NOT NULL,
  UNIQUE (connection_id, entity, local_id, field)
) STRICT;
INSERT INTO outbox_widened (id, connection_id, entity, local_id, field, state, wish, before, sent, theirs, edition,
  under_way, written, tries, reason, detail, queued_at)
SELECT id, connection_id, entity, local_id, field, state, wish, before, sent, theirs, edition,
  under_way, written, tries, reason, detail, queued_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_widened RENAME TO outbox;
CREATE INDEX outbox_by_state ON outbox (connection_id, state);
CREATE INDEX outbox_by_row ON outbox (entity, local_id);

-- A program that does not know the new fields would take them for damage.
UPDATE meta SET value = '14' WHERE key = 'oldest_reader';
