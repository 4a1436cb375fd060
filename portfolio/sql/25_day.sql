-- A day is all that follows reckoned for one day asked about, one state of knowledge and the counties read. What others
-- rest on is a table `…_now`, filled in the order of these files, so that nothing is planned or read twice. The tables
-- that are made here stay empty: portfolio/day puts its own of the same names before them, a day's each.

CREATE MACRO day_row(as_of, newest_event, counties) AS TABLE
    SELECT as_of::DATE AS as_of, newest_event::BIGINT AS newest_event, counties::VARCHAR[] AS read_counties,
           (SELECT event_id FROM edition_in_force(as_of, newest_event)) AS edition_event_id, c.*, r.*
    FROM calendar(as_of, newest_event) c CROSS JOIN rules(as_of, newest_event) r;
COMMENT ON MACRO TABLE day_row IS
    'One row in all: the day asked about, the newest event known, the counties read (NULL for all), the library in '
    'force, the calendar and every threshold.';

CREATE TABLE day_now AS FROM day_row(DATE '2000-01-01', 0, NULL) LIMIT 0;
COMMENT ON TABLE day_now IS 'day_row of the day asked about.';

CREATE MACRO accepted_on(as_of, newest_event) AS TABLE
    SELECT as_of::DATE AS as_of, a.* FROM accepted_submission(newest_event) a;
COMMENT ON MACRO TABLE accepted_on IS
    'One row a submission that counts, with the day asked about beside it: no entry of a later month does.';

CREATE TABLE accepted_now AS FROM accepted_on(DATE '2000-01-01', 0) LIMIT 0;
COMMENT ON TABLE accepted_now IS 'accepted_on of the day.';

CREATE MACRO county_asked(as_of, newest_event, counties, projects, scope) AS TABLE
    SELECT DISTINCT p.county_code FROM library_row(as_of, newest_event) p
    WHERE (counties IS NULL OR list_contains(counties::VARCHAR[], p.county_code))
      AND (projects IS NULL OR list_contains(projects::VARCHAR[], p.project_id))
      AND (scope IS NULL OR list_contains(scope::VARCHAR[], p.county_code)
               OR list_contains(scope::VARCHAR[], p.project_id));
COMMENT ON MACRO TABLE county_asked IS 'One row a county in which any project passes these filters.';

CREATE MACRO read_project(as_of, newest_event, counties) AS TABLE
    WITH asked AS (
        SELECT project_id, ancestor_ids FROM library_row(as_of, newest_event)
        WHERE counties IS NULL OR list_contains(counties::VARCHAR[], county_code))
    SELECT project_id, ancestor_ids FROM asked
    UNION ALL
    SELECT p.project_id, p.ancestor_ids FROM library_row(as_of, newest_event) p
    WHERE counties IS NOT NULL AND NOT list_contains(counties::VARCHAR[], p.county_code)
        AND (list_has_any(p.ancestor_ids, (SELECT list(a.project_id) FROM asked a))
             OR p.project_id IN (SELECT unnest(a.ancestor_ids) FROM asked a));
COMMENT ON MACRO TABLE read_project IS
    'One row a project that must be read to answer, with the groups above it, nearest first: those of the counties '
    '(NULL for all), all below their groups, beyond which these have money, and the groups above them, which may name '
    'a source for them.';

CREATE TABLE read_now AS FROM read_project(DATE '2000-01-01', 0, NULL) LIMIT 0;
COMMENT ON TABLE read_now IS 'read_project of the day.';

CREATE MACRO read_row() AS TABLE
    SELECT p.* FROM store.project p
    WHERE p.event_id = (SELECT s.edition_event_id FROM day_now s)
      AND p.project_id IN (SELECT r.project_id FROM read_now r);
COMMENT ON MACRO TABLE read_row IS 'One row a project, service or group of the library in force that the day reads.';

CREATE MACRO event_between(earlier, later) AS TABLE
    SELECT event_id, kind FROM store.event WHERE event_id > earlier AND event_id <= later;
COMMENT ON MACRO TABLE event_between IS
    'One row an event after the one numbered `earlier`, up to the one numbered `later`.';

CREATE MACRO changing_event(as_of, earlier, later, quiet) AS TABLE
    SELECT b.event_id FROM event_between(earlier, later) b
    WHERE b.kind <> 'report_submitted' AND NOT list_contains(quiet, b.kind)
      -- a decision about months that end after the day changes none of it
      AND (b.kind <> 'report_decided'
           OR EXISTS (SELECT 1 FROM store.decision d JOIN store.report r ON r.event_id = d.submission_id
                      WHERE d.event_id = b.event_id AND r.period_on <= as_of::DATE));
COMMENT ON MACRO TABLE changing_event IS
    'One row an event between that may change a figure of the day: none of the `quiet` kinds, no report that waits.';

CREATE MACRO touched_project(as_of, earlier, later) AS TABLE
    WITH happened AS (SELECT event_id FROM event_between(earlier, later)),
    reported AS (
        SELECT project_id FROM store.report SEMI JOIN happened USING (event_id)
        UNION
        SELECT r.project_id FROM store.report r JOIN store.decision d ON d.submission_id = r.event_id
        SEMI JOIN happened h ON h.event_id = d.event_id
        UNION
        SELECT c.project_id FROM store.correction c JOIN store.correction_decision d ON d.correction_id = c.event_id
        SEMI JOIN happened h ON h.event_id = d.event_id
        UNION
        SELECT project_id FROM store.allocation_batch SEMI JOIN happened USING (event_id)),
    named AS (
        FROM reported UNION SELECT c.project_id FROM continued_number(later) c WHERE c.origin_id IN (FROM reported)),
    placed AS MATERIALIZED (
        SELECT project_id, ancestor_ids, coalesce(ancestor_ids[-1], project_id) AS top_id
        FROM library_row(as_of, later))
    SELECT project_id, ancestor_ids
    FROM placed
    WHERE top_id IN (SELECT p.top_id FROM placed p WHERE p.project_id IN (FROM named));
COMMENT ON MACRO TABLE touched_project IS
    'One row a project of which something may have changed between, with the groups above it: those of the reports '
    'sent and decided, of the corrections decided and of the batches taken, those that continue them, the groups '
    'above them and all in those groups.';

CREATE MACRO wide_event(earlier, later) AS TABLE
    WITH between_ids AS MATERIALIZED (SELECT event_id FROM event_between(earlier, later))
    SELECT event_id FROM store.threshold SEMI JOIN between_ids USING (event_id)
    UNION SELECT event_id FROM store.edition SEMI JOIN between_ids USING (event_id)
    UNION SELECT event_id FROM store.project SEMI JOIN between_ids USING (event_id)
    UNION SELECT event_id FROM store.county SEMI JOIN between_ids USING (event_id);
COMMENT ON MACRO TABLE wide_event IS
    'One row an event between that may change the figures of any project: it holds a rule, an edition, or rows of the '
    'library.';
