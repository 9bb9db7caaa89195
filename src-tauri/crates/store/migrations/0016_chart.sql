-- What a category looks like and whether it is a need or a want; none of either is what its key says.
ALTER TABLE categories ADD COLUMN icon TEXT CHECK (length(icon) BETWEEN 1 AND 24);
ALTER TABLE categories ADD COLUMN need TEXT CHECK (need IN ('need', 'want', 'neither'));

-- What an upstream calls its categories, so that a person can say where each goes; and which of them a delivered transaction
-- had, since several may have gone into one of the book's.
ALTER TABLE sources ADD COLUMN name TEXT;
ALTER TABLE sources ADD COLUMN grouped TEXT;
ALTER TABLE sources ADD COLUMN category_row INTEGER;

-- A program that does not know them would take their changes for damage.
UPDATE meta SET value = '16' WHERE key = 'oldest_reader';
