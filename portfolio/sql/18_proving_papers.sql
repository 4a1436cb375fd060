-- Which row of a report a paper proves (schema 3).

ALTER TABLE store.attachment ADD COLUMN IF NOT EXISTS entry VARCHAR;
ALTER TABLE store.attachment ADD COLUMN IF NOT EXISTS part VARCHAR;
