-- What split rows count as: the parts of their details, and under the row's own category what they leave. Follows from the
-- rows; not part of the journal. Rows that are legs of a transfer, and rows without parts, have none.
CREATE TABLE parts (
  transaction_id INTEGER NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  category_id INTEGER,
  note_id INTEGER REFERENCES texts (id),
  PRIMARY KEY (transaction_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX parts_by_category ON parts (category_id, transaction_id);
CREATE INDEX parts_by_note ON parts (note_id) WHERE note_id IS NOT NULL;
-- Rows whose details may have parts.
CREATE INDEX transactions_parted ON transactions (id) WHERE instr(details, '"parts"') > 0;

-- A program that does not know them would count split rows whole.
UPDATE meta SET value = '12' WHERE key = 'oldest_reader';
