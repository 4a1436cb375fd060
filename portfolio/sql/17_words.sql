-- What an owner says in a word beside days and amounts (schema 3).

ALTER TABLE store.milestone_entry ADD COLUMN IF NOT EXISTS word VARCHAR;

ALTER TABLE store.funding_entry ADD COLUMN IF NOT EXISTS word VARCHAR;
