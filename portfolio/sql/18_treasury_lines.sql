-- The treasury's ledger line by line (schema 3).

CREATE TABLE IF NOT EXISTS store.treasury_line (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, figure VARCHAR NOT NULL, project_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL, day_on DATE NOT NULL, document_number VARCHAR, amount DECIMAL(18,2) NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR);
COMMENT ON TABLE store.treasury_line IS
    'One row a line of the treasury''s ledger: yuan allocated by a document, or paid, on a day (below nothing: taken '
    'back).';

CREATE TABLE IF NOT EXISTS store.treasury_span (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, figure VARCHAR NOT NULL, from_on DATE NOT NULL,
    until_on DATE NOT NULL, whole BOOLEAN NOT NULL);
COMMENT ON TABLE store.treasury_span IS
    'One row a figure (allocated, paid) whose lines a file holds, from which day until which; whole: there was nothing '
    'before.';
