-- The ledger's tables, in the attached catalog `store`. Rows are only ever added. No keys, checks, sequences or
-- indexes, so that the same text runs on a DuckLake catalog; `append` holds uniqueness under the guard row.
-- A table keeps the columns of its CREATE TABLE: the hashes of its rows rest on them, and frozen.toml lists them.
-- Another comes by ALTER TABLE store.… ADD COLUMN IF NOT EXISTS … in the file of the schema that brings it (13_….sql
-- for schema 3), without a default and never with a STRUCT; nor does a STRUCT get another field. `event` stays as it
-- is: its hash names its columns.

CREATE TABLE IF NOT EXISTS store.schema_version (version INTEGER NOT NULL);
COMMENT ON TABLE store.schema_version IS 'One row a schema version that this store has been brought to.';

CREATE TABLE IF NOT EXISTS store.guard (name VARCHAR NOT NULL, turn BIGINT NOT NULL);
COMMENT ON TABLE store.guard IS
    'One row that every writing transaction updates, so that of two writers one gets a conflict and retries.';

CREATE TABLE IF NOT EXISTS store.event (
    event_id BIGINT NOT NULL, kind VARCHAR NOT NULL, actor VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, why VARCHAR,
    content_hash VARCHAR NOT NULL, previous_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
COMMENT ON TABLE store.event IS
    'One row a thing that happened: who, when, why; hash covers the row, its records and the hash before it.';

CREATE TABLE IF NOT EXISTS store.edition (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, edition_id VARCHAR NOT NULL, title VARCHAR NOT NULL,
    title_en VARCHAR NOT NULL, document_number VARCHAR, issuer VARCHAR, issuer_en VARCHAR, published_on DATE,
    city_code VARCHAR NOT NULL, city_name VARCHAR NOT NULL, city_name_en VARCHAR NOT NULL, horizon_from DATE NOT NULL,
    horizon_to DATE NOT NULL, source_note VARCHAR, digest VARCHAR NOT NULL);
COMMENT ON TABLE store.edition IS 'One row a taking of a library; the newest known one is the library in force.';

CREATE TABLE IF NOT EXISTS store.project (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, project_code VARCHAR,
    parent_id VARCHAR, kind VARCHAR NOT NULL, name VARCHAR NOT NULL, county_code VARCHAR NOT NULL, box TINYINT NOT NULL,
    item SMALLINT NOT NULL, service_area VARCHAR NOT NULL, category VARCHAR NOT NULL, programme VARCHAR,
    construction_type VARCHAR, owner_unit VARCHAR, planned_investment_amount DECIMAL(18,2),
    planned_investment_qualifier VARCHAR,
    funding STRUCT(source VARCHAR, amount DECIMAL(18,2), currency VARCHAR, note VARCHAR)[],
    scale STRUCT(measure VARCHAR, value DECIMAL(18,2), unit VARCHAR)[],
    milestones STRUCT(milestone VARCHAR, label VARCHAR, due_on DATE, due_precision VARCHAR, done_on DATE,
                      done_precision VARCHAR, evidence_no INTEGER)[],
    evidence STRUCT(evidence_no INTEGER, kind VARCHAR, label VARCHAR, value DECIMAL(18,2), unit VARCHAR,
                    funding VARCHAR, held_on DATE, "precision" VARCHAR, published_on DATE, title VARCHAR, url VARCHAR,
                    confidence VARCHAR, note VARCHAR)[],
    stated_in VARCHAR NOT NULL, note VARCHAR, ancestor_ids VARCHAR[] NOT NULL);
COMMENT ON TABLE store.project IS
    'One row a project, service or group of an edition, as the library states it; county 000000 where the text names '
    'none; ancestor_ids are the groups above it, nearest first.';

CREATE TABLE IF NOT EXISTS store.county (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, county_code VARCHAR NOT NULL, name VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL, short_name VARCHAR NOT NULL, level VARCHAR NOT NULL, ranked BOOLEAN NOT NULL,
    sort_order INTEGER NOT NULL, tile_row INTEGER, tile_column INTEGER, belts VARCHAR);
COMMENT ON TABLE store.county IS 'One row a county of an edition, the city level and the unnamed county among them.';

CREATE TABLE IF NOT EXISTS store.indicator (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, indicator_no INTEGER NOT NULL, name VARCHAR NOT NULL,
    unit_printed VARCHAR, baseline_printed VARCHAR, target_printed VARCHAR, baseline_value DECIMAL(18,2),
    target_operator VARCHAR NOT NULL, target_value DECIMAL(18,2), nature VARCHAR NOT NULL, direction VARCHAR NOT NULL,
    service_area VARCHAR NOT NULL, stated_in VARCHAR NOT NULL, note VARCHAR,
    evidence STRUCT(evidence_no INTEGER, kind VARCHAR, label VARCHAR, value DECIMAL(18,2), unit VARCHAR,
                    funding VARCHAR, held_on DATE, "precision" VARCHAR, published_on DATE, title VARCHAR, url VARCHAR,
                    confidence VARCHAR, note VARCHAR)[]);
COMMENT ON TABLE store.indicator IS 'One row an indicator of an edition, as printed and as numbers.';

CREATE TABLE IF NOT EXISTS store.contradiction (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, contradiction_no INTEGER NOT NULL,
    subject_kind VARCHAR NOT NULL, subject_id VARCHAR, title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL,
    place_a VARCHAR NOT NULL, printed_a VARCHAR NOT NULL, place_b VARCHAR NOT NULL, printed_b VARCHAR NOT NULL,
    treatment_zh VARCHAR NOT NULL, treatment_en VARCHAR NOT NULL);
COMMENT ON TABLE store.contradiction IS 'One row a disagreement inside an edition, both places as printed.';

CREATE TABLE IF NOT EXISTS store.submission (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, period_on DATE NOT NULL, unit_code VARCHAR, file_name VARCHAR,
    file_sha256 VARCHAR);
COMMENT ON TABLE store.submission IS 'One row a report as sent; it counts only from its acceptance.';

CREATE TABLE IF NOT EXISTS store.decision (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, submission_id BIGINT NOT NULL, verdict VARCHAR NOT NULL,
    reason VARCHAR);
COMMENT ON TABLE store.decision IS
    'One row a decision about a submission (accepted, returned, withdrawn); the newest counts.';

CREATE TABLE IF NOT EXISTS store.threshold (event_id BIGINT NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL,
                                            value DECIMAL(18,2) NOT NULL, effective_on DATE NOT NULL);
COMMENT ON TABLE store.threshold IS
    'One row a rule''s number from a day on; rules and on-screen explanations both read it.';

CREATE TABLE IF NOT EXISTS store.unit (event_id BIGINT NOT NULL, position INTEGER NOT NULL, unit_code VARCHAR NOT NULL,
                                       name VARCHAR NOT NULL, county_code VARCHAR, active BOOLEAN NOT NULL);
COMMENT ON TABLE store.unit IS 'One row a reporting unit as it stands after a change.';

CREATE TABLE IF NOT EXISTS store.assignment (event_id BIGINT NOT NULL, position INTEGER NOT NULL,
                                             unit_code VARCHAR NOT NULL, project_id VARCHAR, county_code VARCHAR,
                                             active BOOLEAN NOT NULL);
COMMENT ON TABLE store.assignment IS 'One row a project or county given to a unit, or taken back.';

CREATE TABLE IF NOT EXISTS store.account (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, login VARCHAR NOT NULL, name VARCHAR NOT NULL,
    role VARCHAR NOT NULL, unit_code VARCHAR, county_code VARCHAR, password_hash VARCHAR, subject VARCHAR,
    active BOOLEAN NOT NULL);
COMMENT ON TABLE store.account IS 'One row an account as it stands after a change.';

CREATE TABLE IF NOT EXISTS store.meeting (event_id BIGINT NOT NULL, position INTEGER NOT NULL,
                                          meeting_id VARCHAR NOT NULL, held_on DATE NOT NULL, title VARCHAR NOT NULL,
                                          as_of DATE NOT NULL);
COMMENT ON TABLE store.meeting IS 'One row a meeting at which the figures of a day were looked at.';

CREATE TABLE IF NOT EXISTS store.commitment (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, commitment_id VARCHAR NOT NULL, meeting_id VARCHAR NOT NULL,
    project_id VARCHAR NOT NULL, milestone VARCHAR, promised_on DATE NOT NULL, responsible VARCHAR, what VARCHAR);
COMMENT ON TABLE store.commitment IS 'One row a promise made at a meeting for a project.';
