-- Sums that an upstream made of its rows itself, by month: shown beside the book's own and never counted. Not part of the
-- journal: whatever is here is read anew.
CREATE TABLE upstream_sums (
  connection_id INTEGER NOT NULL REFERENCES connections (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  incoming INTEGER,
  outgoing INTEGER,
  net INTEGER,
  balance_start INTEGER,
  balance_end INTEGER,
  counted INTEGER,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (connection_id, month, currency)
) STRICT, WITHOUT ROWID;

-- What else an upstream derived of the rows. Numbers within are decimal text.
CREATE TABLE upstream_insights (
  connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
  body TEXT NOT NULL CHECK (json_valid(body)),
  read_at INTEGER NOT NULL
) STRICT;
