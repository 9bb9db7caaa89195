-- What the person did to rows of upstreams that Coffer may write to, on its way there. What changes with every sync; not
-- part of the journal.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  -- 2 transaction, 3 category
  entity INTEGER NOT NULL CHECK (entity IN (2, 3)),
  local_id INTEGER NOT NULL,
  -- 1 category, 2 note, 3 tags, 4 whether the transaction is there, 5 whether the category is
  field INTEGER NOT NULL CHECK (field BETWEEN 1 AND 5),
  -- 0 waits, 1 sent and not answered yet, 2 refused, 3 written
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
  -- what the book is to say there, and what it said when this began to wait: if it says so again, nothing is to be sent
  wish TEXT NOT NULL CHECK (json_valid(wish)),
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  -- what was last sent
  sent TEXT CHECK (sent IS NULL OR json_valid(sent)),
  -- what the upstream had before anything was sent, for when the person takes it all back
  theirs TEXT CHECK (theirs IS NULL OR json_valid(theirs)),
  -- counts the person's changes, so that the answer to an earlier one does not settle a later one
  edition INTEGER NOT NULL DEFAULT 1,
  under_way INTEGER NOT NULL DEFAULT 0,
  -- it was written once
  written INTEGER NOT NULL DEFAULT 0 CHECK (written IN (0, 1)),
  tries INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  detail TEXT,
  queued_at INTEGER NOT NULL,
  UNIQUE (connection_id, entity, local_id, field)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (connection_id, state);
CREATE INDEX outbox_by_row ON outbox (entity, local_id);
