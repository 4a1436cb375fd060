-- A report that the bureau sends for a unit, under its own name (schema 3).

ALTER TABLE store.submission ADD COLUMN IF NOT EXISTS on_behalf BOOLEAN;
