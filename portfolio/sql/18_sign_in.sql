-- What signing in asks for beside a password (schema 3).

ALTER TABLE store.account ADD COLUMN IF NOT EXISTS once_until TIMESTAMP;
ALTER TABLE store.account ADD COLUMN IF NOT EXISTS factor_secret VARCHAR;
ALTER TABLE store.account ADD COLUMN IF NOT EXISTS recovery_hashes VARCHAR[];
