-- The treasury's own figures (schema 3).

CREATE TABLE IF NOT EXISTS store.treasury_list (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, file_name VARCHAR, file_sha256 VARCHAR);
COMMENT ON TABLE store.treasury_list IS 'One row a taking of the treasury''s figures: the file that they came in.';

CREATE TABLE IF NOT EXISTS store.treasury_figure (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, source VARCHAR,
    told_on DATE NOT NULL, allocated_amount DECIMAL(18,2), received_amount DECIMAL(18,2), paid_amount DECIMAL(18,2),
    sheet VARCHAR, row_number INTEGER, cell VARCHAR);
COMMENT ON TABLE store.treasury_figure IS
    'One row a project, source (NULL: its total only) and day: cumulative yuan allocated, received and paid as '
    'the treasury tells them; a row of blanks takes back what was told of the three before.';
