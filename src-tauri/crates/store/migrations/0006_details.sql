-- What a source says of a payment beyond what rows are found and summed by: references, the other side's account, parts.
ALTER TABLE transactions ADD COLUMN details TEXT CHECK (details IS NULL OR json_valid(details));

-- A program that does not know them would find their rows changed when it verifies the book.
UPDATE meta SET value = '6' WHERE key = 'oldest_reader';
