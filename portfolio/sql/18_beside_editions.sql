-- What an edition brings beside its rows (schema 3): codes of its own, words on sizes, totals that somebody published.

CREATE TABLE IF NOT EXISTS store.added_code (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, codelist VARCHAR NOT NULL, code VARCHAR NOT NULL, sort_order INTEGER NOT NULL,
    zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
COMMENT ON TABLE store.added_code IS 'One row a code that a codelist (area, category, measure, construction_type) gets with an edition, with its words.';

CREATE TABLE IF NOT EXISTS store.scale_word (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, measure VARCHAR NOT NULL, value DECIMAL(18,2) NOT NULL,
    qualifier VARCHAR NOT NULL);
COMMENT ON TABLE store.scale_word IS 'One row a size of an edition''s project that is not exact, and how it was worded (约, 逾, 余, 以上).';

CREATE TABLE IF NOT EXISTS store.published_total (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, total_no INTEGER NOT NULL, county_code VARCHAR, category VARCHAR,
    measure VARCHAR NOT NULL, year INTEGER, stated_on DATE, value DECIMAL(18,2) NOT NULL, title VARCHAR NOT NULL, url VARCHAR, note VARCHAR);
COMMENT ON TABLE store.published_total IS 'One row a total that somebody published, carried by an edition: of a county or (NULL) of all, of a category or of all; yuan, or a number of projects.';
