-- A report is decided project by project (schema 3).

ALTER TABLE store.decision ADD COLUMN IF NOT EXISTS project_id VARCHAR;
