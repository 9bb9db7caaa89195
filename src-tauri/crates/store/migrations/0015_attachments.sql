-- Files kept with transactions. What is in them stands apart, once for each content, so that no list reads it; it stays when
-- an attachment is taken away, since an undo brings that back.
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  content TEXT NOT NULL CHECK (length(content) = 64),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  kind TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_by_row ON attachments (transaction_id);
CREATE TABLE contents (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  data BLOB NOT NULL
) STRICT;

-- A program that does not know them would take their changes for damage.
UPDATE meta SET value = '15' WHERE key = 'oldest_reader';
