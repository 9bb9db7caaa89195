-- What an upstream says of how often it may still be asked, and when it said so. Not part of the journal.
ALTER TABLE connection_states ADD COLUMN rate_limit INTEGER;
ALTER TABLE connection_states ADD COLUMN rate_remaining INTEGER;
ALTER TABLE connection_states ADD COLUMN rate_seen_at INTEGER;
-- When the key or login runs out, by its own word.
ALTER TABLE connection_states ADD COLUMN access_until INTEGER;

-- Runs say who asked for them and why they failed, in the program's own words.
ALTER TABLE sync_runs ADD COLUMN by_person INTEGER NOT NULL DEFAULT 1 CHECK (by_person IN (0, 1));
ALTER TABLE sync_runs ADD COLUMN http_status INTEGER;
ALTER TABLE sync_runs ADD COLUMN reason TEXT;
-- The upstream's own names of the requests.
ALTER TABLE sync_runs ADD COLUMN request_ids TEXT CHECK (request_ids IS NULL OR json_valid(request_ids));

-- One account told by two sources: this one is shown, and the other one rules.
ALTER TABLE accounts ADD COLUMN mirror_of INTEGER REFERENCES accounts (id);
CREATE INDEX accounts_mirrors ON accounts (mirror_of) WHERE mirror_of IS NOT NULL;
-- A row of such an account that is not counted: the number of the ruling row that tells the same payment, or 0 where the
-- ruling source covers the day and knows no such payment. Follows from the rows of both accounts; not part of the journal.
ALTER TABLE transactions ADD COLUMN mirror INTEGER;
CREATE INDEX transactions_mirrored ON transactions (mirror) WHERE mirror > 0;
DROP INDEX transactions_uncounted;
CREATE INDEX transactions_uncounted ON transactions (account_id)
  WHERE excluded = 1 OR status = 3 OR mirror IS NOT NULL;

-- A program that does not know mirrors would count them twice.
UPDATE meta SET value = '4' WHERE key = 'oldest_reader';
