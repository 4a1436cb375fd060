-- Months made final (schema 3).

CREATE TABLE IF NOT EXISTS store.final_month (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, period_on DATE NOT NULL, kind VARCHAR NOT NULL,
    number INTEGER NOT NULL, as_of DATE NOT NULL, known_event BIGINT, reason VARCHAR);
COMMENT ON TABLE store.final_month IS
    'One row a month made final (定稿): flash (快报, of a December) or final, the how manieth of its kind, the day '
    'asked about, the number of the newest event known (NULL: all before this one), and of a later one why.';

CREATE TABLE IF NOT EXISTS store.final_frame (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL, year INTEGER,
    size_bytes BIGINT NOT NULL, sha256 VARCHAR NOT NULL);
COMMENT ON TABLE store.final_frame IS
    'One row a frame of a final month as it is kept beside the store: its name (of a yearly one the year), the bytes '
    'of its file and their checksum. A month without any is worked out again when it is asked.';
