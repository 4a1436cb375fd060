-- What reporting and its review add (schema 2).

CREATE TABLE IF NOT EXISTS store.remark (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL, code VARCHAR, project_id VARCHAR,
    sheet VARCHAR, cell VARCHAR, value VARCHAR, said VARCHAR);
COMMENT ON TABLE store.remark IS
    'One row a remark in a submission (a warning with the owner''s word, the reason of a correction) or in a decision '
    '(the reviewer''s), with its place.';

CREATE TABLE IF NOT EXISTS store.period (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, period_on DATE NOT NULL, state VARCHAR NOT NULL, until_on DATE,
    unit_code VARCHAR);
COMMENT ON TABLE store.period IS
    'One row a month reopened until a day or closed before its day, for one unit or (NULL) for all; the newest counts.';

CREATE TABLE IF NOT EXISTS store.setting (event_id BIGINT NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL,
                                          value VARCHAR NOT NULL);
COMMENT ON TABLE store.setting IS 'One row a choice of the city as it stands after a change.';
