-- What mends a slip of the pen, and the papers that are handed in (schema 3). What was stated stays as it was stated.

CREATE TABLE IF NOT EXISTS store.correction (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, entry VARCHAR NOT NULL,
    field VARCHAR NOT NULL, value VARCHAR, value_precision VARCHAR, reason VARCHAR NOT NULL);
COMMENT ON TABLE store.correction IS
    'One row a proposed correction (更正): the right value, as text, of a field of one kind of entry; NULL where '
    'nothing was to be stated. It counts from its acceptance.';

CREATE TABLE IF NOT EXISTS store.mended_statement (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, submission_id BIGINT NOT NULL, place INTEGER NOT NULL,
    stated VARCHAR NOT NULL);
COMMENT ON TABLE store.mended_statement IS
    'One row a statement that a correction mends: the report, the row''s position among its entries of that kind, and '
    'what it said.';

CREATE TABLE IF NOT EXISTS store.correction_decision (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, correction_id BIGINT NOT NULL, verdict VARCHAR NOT NULL,
    reason VARCHAR);
COMMENT ON TABLE store.correction_decision IS
    'One row a decision about a correction (accepted, refused, withdrawn); the newest counts.';

CREATE TABLE IF NOT EXISTS store.attachment (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, file_name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, size_bytes BIGINT NOT NULL, sha256 VARCHAR NOT NULL);
COMMENT ON TABLE store.attachment IS
    'One row a paper handed in with its event (pdf, jpg or png), kept beside the store under its checksum.';
