-- Money that the person sends through an upstream, from the moment it is written down. A row is claimed before anything
-- is sent, so that it goes out once however often it is submitted. Not part of the journal, and not taken back by undo:
-- money that left does not come back with a row.
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connections (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  account_source_id TEXT NOT NULL,
  payee_source_id TEXT NOT NULL,
  payee_label TEXT NOT NULL,
  payee_iban TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  label TEXT NOT NULL,
  -- the day as the person wished it; none is as soon as possible
  wished_on INTEGER,
  state TEXT NOT NULL,
  upstream_id TEXT,
  upstream_state TEXT,
  message TEXT,
  -- the day that the upstream names
  paid_on INTEGER,
  transaction_source_id TEXT,
  prepared_at INTEGER NOT NULL,
  sent_at INTEGER,
  UNIQUE (connection_id, upstream_id)
) STRICT;
CREATE INDEX payments_open ON payments (connection_id, state);
