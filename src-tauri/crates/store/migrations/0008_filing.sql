-- Filing by rules and by what was learned: how far it came, and what was said of rows it filed. Not part of the journal.
INSERT INTO meta (key, value) SELECT 'filed_through', CAST(ifnull(max(id), 0) AS TEXT) FROM transactions;
CREATE TABLE filings (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id) ON DELETE CASCADE,
  -- how sure it was, in hundredths; none when a rule filed it or wants the person to look
  percent INTEGER CHECK (percent BETWEEN 0 AND 100),
  -- the grounds, closed words with blanks between them
  because TEXT NOT NULL DEFAULT '',
  -- a rule wants the person to look
  asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
  -- the person looked and left it as it is
  seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX transactions_guessed ON transactions (day) WHERE category_by = 4 AND deleted = 0;
