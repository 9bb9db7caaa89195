-- Several templates may read files of one layout: one for each account.
CREATE TABLE templates (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) > 0),
  account_id INTEGER REFERENCES accounts (id),
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  -- not part of the journal: how its files are called, and the order of use
  file_shape TEXT NOT NULL DEFAULT '',
  used INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO templates (id, fingerprint, name, account_id, mapping)
  SELECT id, fingerprint, name, account_id, mapping FROM import_profiles;
DROP TABLE import_profiles;
ALTER TABLE templates RENAME TO import_profiles;
CREATE INDEX import_profiles_by_layout ON import_profiles (fingerprint);
