-- The book. Days are days since 1970-01-01, months are months since year 0, instants are seconds since 1970, amounts are
-- minor units of the account's currency.

CREATE TABLE meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The oldest schema that a program must know to open this book.
INSERT INTO meta (key, value) VALUES ('oldest_reader', '1');

CREATE TABLE connections (
  id INTEGER PRIMARY KEY,
  upstream TEXT NOT NULL CHECK (length(upstream) BETWEEN 1 AND 32),
  label TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  automatic INTEGER NOT NULL DEFAULT 1 CHECK (automatic IN (0, 1)),
  created_at INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

-- What changes with every sync; not part of the journal.
CREATE TABLE connection_states (
  connection_id INTEGER PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
  state TEXT NOT NULL DEFAULT 'ok',
  detail TEXT,
  retry_after INTEGER,
  cursor TEXT,
  last_success INTEGER,
  last_attempt INTEGER
) STRICT;

CREATE TABLE connection_secrets (
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_runs (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  state TEXT,
  detail TEXT,
  accounts INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  matched INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sync_runs_by_connection ON sync_runs (connection_id, id);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  kind TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  iban TEXT,
  number TEXT,
  institution TEXT,
  opening_minor INTEGER NOT NULL DEFAULT 0,
  -- 0 nobody, 1 a file, 2 an upstream, 3 the person
  opening_by INTEGER NOT NULL DEFAULT 0 CHECK (opening_by BETWEEN 0 AND 3),
  pending_in_balance INTEGER NOT NULL DEFAULT 0 CHECK (pending_in_balance IN (0, 1)),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  off_budget INTEGER NOT NULL DEFAULT 0 CHECK (off_budget IN (0, 1)),
  off_net_worth INTEGER NOT NULL DEFAULT 0 CHECK (off_net_worth IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  connection_id INTEGER REFERENCES connections (id)
) STRICT;

-- What changes with every sync; not part of the journal.
CREATE TABLE account_states (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  available_minor INTEGER,
  refreshed_at INTEGER
) STRICT, WITHOUT ROWID;

-- Stated balances: at the end of a day the account held this much.
CREATE TABLE anchors (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  from_upstream INTEGER NOT NULL CHECK (from_upstream IN (0, 1)),
  minor INTEGER NOT NULL,
  batch_id INTEGER,
  PRIMARY KEY (account_id, day, from_upstream)
) STRICT, WITHOUT ROWID;

CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (length(name) > 0),
  parent_id INTEGER REFERENCES categories (id),
  kind TEXT NOT NULL CHECK (kind IN ('income', 'expense', 'transfer')),
  slot INTEGER NOT NULL DEFAULT 0 CHECK (slot BETWEEN 0 AND 11),
  position INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

-- Every distinct counterparty text once.
CREATE TABLE payees (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL,
  display TEXT,
  learned_category_id INTEGER REFERENCES categories (id)
) STRICT;
CREATE VIRTUAL TABLE payee_words USING fts5 (
  folded, content = 'payees', content_rowid = 'id', tokenize = 'trigram', detail = none, columnsize = 0
);

-- Every distinct description and note once.
CREATE TABLE texts (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE text_words USING fts5 (
  folded, content = 'texts', content_rowid = 'id', tokenize = 'trigram', detail = none, columnsize = 0
);

CREATE INDEX payees_named ON payees (id) WHERE display IS NOT NULL;

CREATE TABLE transactions (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  day INTEGER NOT NULL CHECK (day BETWEEN -719162 AND 2932896),
  minor INTEGER NOT NULL,
  payee_id INTEGER NOT NULL REFERENCES payees (id),
  category_id INTEGER REFERENCES categories (id),
  -- 0 nobody, 1 upstream, 2 rule, 3 person, 4 guess
  category_by INTEGER NOT NULL DEFAULT 0 CHECK (category_by BETWEEN 0 AND 4),
  -- 0 pending, 1 posted, 2 reconciled, 3 void
  status INTEGER NOT NULL DEFAULT 1 CHECK (status BETWEEN 0 AND 3),
  -- 0 there, else why not: 1 tombstone, 2 archived, 3 missing, 4 replaced, 5 person, 6 detached, 7 undone
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted BETWEEN 0 AND 7),
  description_id INTEGER REFERENCES texts (id),
  note_id INTEGER REFERENCES texts (id),
  external_id TEXT,
  transfer_id INTEGER REFERENCES transactions (id),
  -- whether it may be a leg of a transfer that is not found yet
  transfer_hint INTEGER NOT NULL DEFAULT 0 CHECK (transfer_hint IN (0, 1)),
  excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
  off_reports INTEGER NOT NULL DEFAULT 0 CHECK (off_reports IN (0, 1)),
  -- fields the person changed, which no upstream overwrites: 1 date, 2 payee, 4 note, 8 tags, 16 status, 32 amount
  held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND 63),
  value_day INTEGER,
  original_minor INTEGER,
  original_currency TEXT CHECK (original_currency IS NULL OR length(original_currency) = 3),
  tags TEXT CHECK (tags IS NULL OR json_valid(tags))
) STRICT;
CREATE INDEX transactions_by_account ON transactions (account_id, day, minor);
CREATE INDEX transactions_by_day ON transactions (day);
CREATE INDEX transactions_by_payee ON transactions (payee_id, day);
CREATE INDEX transactions_by_description ON transactions (description_id, day)
  WHERE description_id IS NOT NULL;
CREATE INDEX transactions_by_note ON transactions (note_id, day) WHERE note_id IS NOT NULL;
CREATE INDEX transactions_by_category ON transactions (category_id, day) WHERE category_id IS NOT NULL;
CREATE UNIQUE INDEX transactions_by_external_id ON transactions (account_id, external_id)
  WHERE external_id IS NOT NULL AND deleted <> 7;
CREATE INDEX transactions_unpaired ON transactions (minor, day)
  WHERE transfer_hint = 1 AND transfer_id IS NULL AND deleted = 0;
CREATE INDEX transactions_uncounted ON transactions (account_id) WHERE excluded = 1 OR status = 3;
CREATE INDEX transactions_pending ON transactions (account_id, minor) WHERE status = 0;
CREATE INDEX transactions_tagged ON transactions (day) WHERE tags IS NOT NULL;

-- Sums of counted rows. Bucket 0: booked; 1: booked, left out of reports; 2: pending; 3: pending, left out of reports.
-- Category 0 is none for money that went out, -1 none for money that came in.
CREATE TABLE totals (
  account_id INTEGER NOT NULL,
  month INTEGER NOT NULL,
  category_id INTEGER NOT NULL,
  bucket INTEGER NOT NULL CHECK (bucket BETWEEN 0 AND 3),
  minor INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account_id, month, category_id, bucket)
) STRICT, WITHOUT ROWID;

-- What upstreams deliver, row by row, and which row of the book it became.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  -- 1 account, 2 transaction, 3 category, 4 budget, 5 goal, 6 planned
  entity INTEGER NOT NULL CHECK (entity BETWEEN 1 AND 6),
  source_id TEXT NOT NULL,
  local_id INTEGER NOT NULL,
  digest BLOB NOT NULL,
  updated_at TEXT,
  pass INTEGER NOT NULL DEFAULT 0,
  misses INTEGER NOT NULL DEFAULT 0,
  -- 0 there, 1 gone upstream, 2 replaced by its booked successor
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone BETWEEN 0 AND 2),
  UNIQUE (connection_id, entity, source_id)
) STRICT;
CREATE INDEX sources_by_row ON sources (entity, local_id);
CREATE TABLE source_records (
  source_row INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  raw TEXT NOT NULL
) STRICT;
CREATE TABLE passes (
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  entity INTEGER NOT NULL,
  pass INTEGER NOT NULL,
  running INTEGER NOT NULL CHECK (running IN (0, 1)),
  PRIMARY KEY (connection_id, entity)
) STRICT, WITHOUT ROWID;
CREATE TABLE deletion_guards (
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  missing INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  PRIMARY KEY (connection_id, account_id)
) STRICT, WITHOUT ROWID;
-- The half of a transfer that upstreams name by a key, until the other half arrives.
CREATE TABLE transfer_keys (
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  transaction_id INTEGER NOT NULL,
  PRIMARY KEY (connection_id, key, transaction_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_files (
  id INTEGER PRIMARY KEY,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  batch_id INTEGER,
  at INTEGER NOT NULL,
  counts TEXT NOT NULL
) STRICT;
CREATE INDEX imported_files_by_content ON imported_files (content_hash);
CREATE TABLE import_profiles (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  account_id INTEGER REFERENCES accounts (id),
  mapping TEXT NOT NULL CHECK (json_valid(mapping))
) STRICT;

CREATE TABLE budgets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  categories TEXT NOT NULL CHECK (json_valid(categories)),
  accounts TEXT NOT NULL CHECK (json_valid(accounts)),
  period TEXT NOT NULL,
  -- [[month, minor, currency], …], oldest first
  limits TEXT NOT NULL CHECK (json_valid(limits)),
  carry_over INTEGER NOT NULL CHECK (carry_over IN (0, 1)),
  position INTEGER NOT NULL,
  archived INTEGER NOT NULL CHECK (archived IN (0, 1))
) STRICT;
CREATE TABLE upstream_budgets (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE TABLE goals (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  target_minor INTEGER NOT NULL,
  initial_minor INTEGER NOT NULL,
  account_id INTEGER REFERENCES accounts (id),
  due INTEGER,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  connection_id INTEGER REFERENCES connections (id)
) STRICT;
CREATE TABLE planned (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  payee TEXT NOT NULL,
  account_id INTEGER REFERENCES accounts (id),
  to_account_id INTEGER REFERENCES accounts (id),
  category_id INTEGER REFERENCES categories (id),
  minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  next_day INTEGER NOT NULL,
  -- 'once', 'days N', 'months N D'
  cadence TEXT NOT NULL,
  until INTEGER,
  count INTEGER,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  connection_id INTEGER REFERENCES connections (id)
) STRICT;
CREATE TABLE rules (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  condition TEXT NOT NULL CHECK (json_valid(condition)),
  action TEXT NOT NULL CHECK (json_valid(action))
) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  UNIQUE (kind, key)
) STRICT;

CREATE TABLE rates (
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  day INTEGER NOT NULL,
  per_euro TEXT NOT NULL,
  PRIMARY KEY (currency, day)
) STRICT, WITHOUT ROWID;

-- The journal.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  params TEXT NOT NULL CHECK (json_valid(params)),
  parent INTEGER REFERENCES batches (id),
  undoes INTEGER REFERENCES batches (id),
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX batches_by_undone ON batches (undoes) WHERE undoes IS NOT NULL;
-- Transactions that a batch added, retracted or brought back, as ranges of their numbers.
CREATE TABLE ranges (
  batch_id INTEGER NOT NULL REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  -- 0 added, 1 retracted, 2 brought back
  act INTEGER NOT NULL CHECK (act BETWEEN 0 AND 2),
  -- of the rows as they were added; empty otherwise
  hash BLOB NOT NULL,
  PRIMARY KEY (batch_id, first_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE changes (
  batch_id INTEGER NOT NULL REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (batch_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_row ON changes (entity, row_id);
