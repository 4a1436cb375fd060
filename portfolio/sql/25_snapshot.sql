-- A snapshot is all that follows reckoned for one day, one state of knowledge and the counties read, kept in memory: an
-- answer that others rest on is a table `…_now`, filled in the order of these files, so that nothing is planned or read
-- twice. The macros up to 60_amounts.sql take the number of a snapshot whose tables before them are filled.

CREATE MACRO snapshot_day(as_of, known_at, counties) AS TABLE
    SELECT as_of::DATE AS as_of, known_at::TIMESTAMP AS known_at, counties::VARCHAR[] AS read_counties,
           (SELECT event_id FROM edition_in_force(known_at)) AS edition_event_id, c.*, r.*
    FROM calendar(as_of, known_at) c CROSS JOIN rules(as_of, known_at) r;
COMMENT ON MACRO TABLE snapshot_day IS 'One row in all: the day asked about, what was known, the counties read (NULL for all), the library in force, the calendar and every threshold.';

CREATE TABLE snapshot AS SELECT 0::BIGINT AS snapshot_id, * FROM snapshot_day(DATE '2000-01-01', TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE snapshot IS 'snapshot_day of each snapshot held in memory.';

CREATE MACRO accepted_on(as_of, known_at) AS TABLE SELECT as_of::DATE AS as_of, a.* FROM accepted_submission(known_at) a;
COMMENT ON MACRO TABLE accepted_on IS 'One row a submission that counts, with the day asked about beside it: no entry of a later month does.';

CREATE TABLE accepted_now AS SELECT 0::BIGINT AS snapshot_id, * FROM accepted_on(DATE '2000-01-01', TIMESTAMP '2000-01-01') LIMIT 0;
COMMENT ON TABLE accepted_now IS 'accepted_on of each snapshot.';

CREATE MACRO county_asked(known_at, large, counties, projects, scope) AS TABLE
    WITH size AS (SELECT count(*) AS row_count FROM library_row(known_at))
    SELECT NULL::VARCHAR AS county_code FROM size WHERE row_count < large
    UNION ALL
    SELECT DISTINCT p.county_code FROM library_row(known_at) p
    WHERE (SELECT row_count FROM size) >= large
      AND (counties IS NULL OR list_contains(counties::VARCHAR[], p.county_code)) AND (projects IS NULL OR list_contains(projects::VARCHAR[], p.project_id))
      AND (scope IS NULL OR list_contains(scope::VARCHAR[], p.county_code) OR list_contains(scope::VARCHAR[], p.project_id));
COMMENT ON MACRO TABLE county_asked IS 'One row a county in which any project passes these filters; one row, NULL, where the library has fewer than `large` rows: then all are read.';

CREATE MACRO read_project(known_at, counties) AS TABLE
    WITH asked AS (
        SELECT project_id, ancestor_ids FROM library_row(known_at)
        WHERE counties IS NULL OR list_contains(counties::VARCHAR[], county_code))
    SELECT project_id, ancestor_ids FROM asked
    UNION ALL
    SELECT p.project_id, p.ancestor_ids FROM library_row(known_at) p
    WHERE counties IS NOT NULL AND NOT list_contains(counties::VARCHAR[], p.county_code)
        AND (list_has_any(p.ancestor_ids, (SELECT list(a.project_id) FROM asked a))
             OR p.project_id IN (SELECT unnest(a.ancestor_ids) FROM asked a));
COMMENT ON MACRO TABLE read_project IS 'One row a project that must be read to answer, with the groups above it, nearest first: those of the counties (NULL for all), all below their groups, beyond which these have money, and the groups above them, which may name a source for them.';

CREATE TABLE read_now AS SELECT 0::BIGINT AS snapshot_id, * FROM read_project(TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE read_now IS 'read_project of each snapshot.';

CREATE MACRO read_row(snapshot) AS TABLE
    SELECT p.* FROM store.project p
    WHERE p.event_id = (SELECT s.edition_event_id FROM snapshot s WHERE s.snapshot_id = snapshot)
      AND p.project_id IN (SELECT r.project_id FROM read_now r WHERE r.snapshot_id = snapshot);
COMMENT ON MACRO TABLE read_row IS 'One row a project, service or group of the library in force that the snapshot reads.';

CREATE MACRO event_between(known_at, earlier, later) AS TABLE
    SELECT event_id, kind
    FROM (SELECT e.event_id, e.kind, row_number() OVER (ORDER BY e.event_id) AS event_no FROM store.event e WHERE e.at <= known_at)
    WHERE event_no > earlier AND event_no <= later;
COMMENT ON MACRO TABLE event_between IS 'One row an event that came after the first `earlier` ones and is among the first `later` ones known by then.';

CREATE MACRO touched_project(known_at, earlier, later) AS TABLE
    WITH reported AS (
        SELECT r.project_id FROM store.report r JOIN store.decision d ON d.submission_id = r.event_id
        WHERE d.event_id IN (SELECT event_id FROM event_between(known_at, earlier, later))),
    placed AS MATERIALIZED (SELECT project_id, ancestor_ids, coalesce(ancestor_ids[-1], project_id) AS top_id FROM library_row(known_at))
    SELECT project_id, ancestor_ids FROM placed WHERE top_id IN (SELECT p.top_id FROM placed p WHERE p.project_id IN (FROM reported));
COMMENT ON MACRO TABLE touched_project IS 'One row a project whose figures decisions between may have changed, with the groups above it: those of the reports decided, the groups above them and all in those groups.';

CREATE MACRO wide_event(known_at, earlier, later) AS TABLE
    WITH between_ids AS MATERIALIZED (SELECT event_id FROM event_between(known_at, earlier, later))
    SELECT event_id FROM store.threshold SEMI JOIN between_ids USING (event_id) UNION SELECT event_id FROM store.edition SEMI JOIN between_ids USING (event_id)
    UNION SELECT event_id FROM store.project SEMI JOIN between_ids USING (event_id) UNION SELECT event_id FROM store.county SEMI JOIN between_ids USING (event_id);
COMMENT ON MACRO TABLE wide_event IS 'One row an event between that may change the figures of any project: it holds a rule, an edition, or rows of the library.';
