-- Sums of counted rows by day, for balances at the ends of days. Kept like `totals`, whatever the category.
CREATE TABLE day_totals (
  account_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
  minor INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account_id, day, pending)
) STRICT, WITHOUT ROWID;
INSERT INTO day_totals (account_id, day, pending, minor, count)
SELECT account_id, day, status = 0, sum(minor), count(*) FROM transactions
WHERE deleted = 0 AND excluded = 0 AND status <> 3 GROUP BY 1, 2, 3;
-- A program that does not know these sums would not keep them.
UPDATE meta SET value = '3' WHERE key = 'oldest_reader';
