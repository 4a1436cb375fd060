-- Money by the document or bond issue that allocated it (schema 3).

CREATE TABLE IF NOT EXISTS store.allocation_batch (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, source VARCHAR NOT NULL,
    document_number VARCHAR NOT NULL, issued_on DATE NOT NULL, amount DECIMAL(18,2) NOT NULL);
COMMENT ON TABLE store.allocation_batch IS
    'One row a project, source and document (or bond issue) as it stands after a statement: yuan allocated, on the '
    'day of the document; the newest counts.';
