-- Sums of counted rows by month, whatever the category: what balances and month ends add up, a few rows for each account and
-- year. Kept like `day_totals`.
CREATE TABLE month_totals (
  account_id INTEGER NOT NULL,
  month INTEGER NOT NULL,
  pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
  minor INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account_id, month, pending)
) STRICT, WITHOUT ROWID;
INSERT INTO month_totals (account_id, month, pending, minor, count)
SELECT account_id, strftime('%Y', day * 86400, 'unixepoch') * 12 + strftime('%m', day * 86400, 'unixepoch') - 1, pending,
  sum(minor), sum(count)
FROM day_totals GROUP BY 1, 2, 3 HAVING sum(count) <> 0 OR sum(minor) <> 0;
-- A program that does not know these sums would not keep them.
UPDATE meta SET value = '17' WHERE key = 'oldest_reader';
