-- Where a rate was published: none is the European Central Bank.
ALTER TABLE rates ADD COLUMN source TEXT CHECK (length(source) BETWEEN 1 AND 24);

-- Rates that the person gave: units of a currency for one euro on a day, and as they were given, so many of another for one.
CREATE TABLE own_rates (
  id INTEGER PRIMARY KEY,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  day INTEGER NOT NULL CHECK (day BETWEEN -719162 AND 2932896),
  per_euro TEXT NOT NULL,
  stated TEXT NOT NULL,
  stated_in TEXT NOT NULL CHECK (length(stated_in) = 3)
) STRICT;
CREATE INDEX own_rates_by_day ON own_rates (currency, day);

-- A program that does not know them would take another source's rates for those of the European Central Bank.
UPDATE meta SET value = '18' WHERE key = 'oldest_reader';
