-- What a file of answers holds beside the tables of its snapshots: whose it is, and what in it is whole. Only run where
-- the engine's main database is such a file.

CREATE SEQUENCE snapshot_number;

CREATE TABLE kept_snapshot (
    snapshot_id BIGINT NOT NULL, as_of DATE NOT NULL, event_count BIGINT NOT NULL, known_at TIMESTAMP NOT NULL,
    last_event_id BIGINT, last_hash VARCHAR, counties VARCHAR[], row_count BIGINT NOT NULL);
COMMENT ON TABLE kept_snapshot IS 'One row a snapshot that is whole in this file, written with its rows: the day, how many events were known, the newest of them and its hash, the counties read (NULL for all).';

CREATE TABLE kept_part (snapshot_id BIGINT NOT NULL, part VARCHAR NOT NULL, year INTEGER, event_count BIGINT NOT NULL, known_at TIMESTAMP NOT NULL);
COMMENT ON TABLE kept_part IS 'One row a part of a snapshot that is filled in this file, written with its rows: of a year where it has one, and with which knowledge; older than the snapshot''s, it is still to be brought forward.';
