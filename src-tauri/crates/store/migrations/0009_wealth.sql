-- Shares, funds and other things with a price, whichever account they are held in.
CREATE TABLE instruments (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  -- ISIN or another code, and the symbol at an exchange
  code TEXT,
  symbol TEXT,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  class TEXT NOT NULL,
  region TEXT,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

-- What happened to a position. Quantities and ratios are decimal text, amounts positive minor units.
CREATE TABLE trades (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  day INTEGER NOT NULL CHECK (day BETWEEN -719162 AND 2932896),
  kind TEXT NOT NULL,
  quantity TEXT,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  minor INTEGER NOT NULL CHECK (minor >= 0),
  fee_minor INTEGER NOT NULL DEFAULT 0 CHECK (fee_minor >= 0),
  tax_minor INTEGER NOT NULL DEFAULT 0 CHECK (tax_minor >= 0),
  -- of a split or merger: so many became of so many, of this instrument
  ratio_new TEXT,
  ratio_old TEXT,
  into_id INTEGER REFERENCES instruments (id),
  -- [[trade, quantity], …] that a sale names
  lots TEXT CHECK (lots IS NULL OR json_valid(lots)),
  note TEXT
) STRICT;
CREATE INDEX trades_by_position ON trades (account_id, instrument_id, day);

-- What one was worth on a day, by hand or from a file.
CREATE TABLE prices (
  id INTEGER PRIMARY KEY,
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  day INTEGER NOT NULL CHECK (day BETWEEN -719162 AND 2932896),
  price TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3)
) STRICT;
CREATE INDEX prices_by_day ON prices (instrument_id, day);

-- What is owned or owed and is no account: a house, a car, metal, a private loan.
CREATE TABLE assets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  kind TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- it is owed
  owed INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1)),
  owner TEXT,
  institution TEXT,
  tier TEXT NOT NULL,
  -- how it loses worth after a valuation, none is not at all: 'line MONTHS MINOR' down to an amount, 'part PERMILLE' a year
  wear TEXT,
  -- sold, paid back or given away on this day
  until INTEGER,
  off_net_worth INTEGER NOT NULL DEFAULT 0 CHECK (off_net_worth IN (0, 1)),
  note TEXT,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE TABLE valuations (
  id INTEGER PRIMARY KEY,
  asset_id INTEGER NOT NULL REFERENCES assets (id),
  day INTEGER NOT NULL CHECK (day BETWEEN -719162 AND 2932896),
  minor INTEGER NOT NULL CHECK (minor >= 0)
) STRICT;
CREATE INDEX valuations_by_day ON valuations (asset_id, day);

-- Whose an account is, and how soon its money can be had; none is what its kind suggests.
ALTER TABLE accounts ADD COLUMN owner TEXT;
ALTER TABLE accounts ADD COLUMN tier TEXT;

-- A program that does not know these rows could not read their history.
UPDATE meta SET value = '9' WHERE key = 'oldest_reader';
