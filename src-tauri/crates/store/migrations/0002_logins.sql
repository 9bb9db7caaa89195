-- Logins at banks under a connection that has several. What changes with every sync; not part of the journal.
CREATE TABLE logins (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  source_id TEXT NOT NULL,
  institution TEXT,
  connector TEXT,
  condition TEXT NOT NULL,
  upstream_state TEXT,
  message TEXT,
  consent_until INTEGER,
  next_try INTEGER,
  last_sync INTEGER,
  withheld_accounts INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  UNIQUE (connection_id, source_id)
) STRICT;

-- How an account hangs together with its bank; not part of the journal.
CREATE TABLE account_ties (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  login_id INTEGER REFERENCES logins (id) ON DELETE SET NULL,
  -- the current account that a card is debited from
  parent_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  -- the person shares it no more: what is here stays, nothing new comes
  detached INTEGER NOT NULL DEFAULT 0 CHECK (detached IN (0, 1)),
  loan TEXT CHECK (loan IS NULL OR json_valid(loan))
) STRICT, WITHOUT ROWID;
CREATE INDEX account_ties_by_login ON account_ties (login_id) WHERE login_id IS NOT NULL;

-- Securities and funds, as upstreams deliver them; prices and quantities are decimal text. Not part of the journal.
CREATE TABLE holdings (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  source_id TEXT NOT NULL,
  label TEXT NOT NULL,
  code TEXT,
  code_kind TEXT,
  symbol TEXT,
  quantity TEXT,
  unit_price TEXT,
  unit_value TEXT,
  currency TEXT CHECK (currency IS NULL OR length(currency) = 3),
  valuation_minor INTEGER,
  gain_minor INTEGER,
  gain_ratio TEXT,
  share TEXT,
  day INTEGER,
  original_currency TEXT CHECK (original_currency IS NULL OR length(original_currency) = 3),
  original_unit_value TEXT,
  original_valuation TEXT,
  -- held no more
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  raw TEXT,
  UNIQUE (connection_id, source_id)
) STRICT;
CREATE INDEX holdings_by_account ON holdings (account_id);
-- What a holding was on the days it was delivered.
CREATE TABLE holding_values (
  holding_id INTEGER NOT NULL REFERENCES holdings (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  quantity TEXT,
  unit_value TEXT,
  valuation_minor INTEGER,
  PRIMARY KEY (holding_id, day)
) STRICT, WITHOUT ROWID;
