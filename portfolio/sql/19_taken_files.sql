-- The files that a bureau took, and what was answered about their heads (schema 3).

CREATE TABLE IF NOT EXISTS store.taken_file (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, file_name VARCHAR NOT NULL, file_sha256 VARCHAR NOT NULL,
    unit INTEGER);
COMMENT ON TABLE store.taken_file IS
    'One row a file that an event''s rows came in; unit: how many yuan 1 stood for, where the file did not say.';

CREATE TABLE IF NOT EXISTS store.head_choice (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL, heading VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL);
COMMENT ON TABLE store.head_choice IS
    'One row a head (or word) of a file of that kind, and the column (or code) that it was said to mean; -: not read.';
