-- Rows that were merged into another: two records of one payment. They keep their sources and wait, so that they can be parted.
ALTER TABLE transactions ADD COLUMN merged_into INTEGER REFERENCES transactions (id);
CREATE INDEX transactions_merged ON transactions (merged_into) WHERE merged_into IS NOT NULL;

-- A program that does not know them would find their rows changed when it verifies the book.
UPDATE meta SET value = '13' WHERE key = 'oldest_reader';
