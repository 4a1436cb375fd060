-- The year's plan as it is issued (schema 3).

CREATE TABLE IF NOT EXISTS store.plan_list (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL,
    document_number VARCHAR NOT NULL, issued_on DATE NOT NULL, file_name VARCHAR, file_sha256 VARCHAR);
COMMENT ON TABLE store.plan_list IS
    'One row a list of the year''s plan as it was taken (年度投资计划): the year''s start (initial) or an adjustment '
    '(adjusted), its document and the document''s day, from which it counts.';

CREATE TABLE IF NOT EXISTS store.listed_plan (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, year INTEGER NOT NULL,
    planned_amount DECIMAL(18,2) NOT NULL, sheet VARCHAR, row_number INTEGER, cell VARCHAR);
COMMENT ON TABLE store.listed_plan IS
    'One row a project and year on a list of the year''s plan: the amount that the list sets, and where it stands in '
    'the file.';
