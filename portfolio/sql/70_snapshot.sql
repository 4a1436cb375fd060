-- A snapshot is the answer of the macros above for one day and one state of knowledge, kept in memory so that a
-- change of filter re-reads it instead of planning the whole stack again. Dropped when newer ones need the room.

CREATE TABLE snapshot (snapshot_id BIGINT, as_of DATE, known_at TIMESTAMP, last_closed_on DATE, idle_since_on DATE, county_minimum_count INTEGER);
COMMENT ON TABLE snapshot IS 'One row a snapshot held in memory: the day asked about and the knowledge it rests on.';

CREATE TABLE project_now AS SELECT 0::BIGINT AS snapshot_id, * FROM project_lit(DATE '2000-01-01', TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE project_now IS 'project_lit of each snapshot.';

CREATE TABLE milestone_now AS SELECT 0::BIGINT AS snapshot_id, * FROM milestone_row(DATE '2000-01-01', TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE milestone_now IS 'milestone_row of each snapshot.';

CREATE TABLE funding_now AS SELECT 0::BIGINT AS snapshot_id, * FROM funding_row(DATE '2000-01-01', TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE funding_now IS 'funding_row of each snapshot.';

CREATE TABLE amount_now AS SELECT 0::BIGINT AS snapshot_id, * FROM project_amount(DATE '2000-01-01', TIMESTAMP '2000-01-01', NULL) LIMIT 0;
COMMENT ON TABLE amount_now IS 'project_amount of each snapshot.';

-- Arguments of every question from here on, always in this order: snapshot, counties, areas, categories, projects,
-- scope, sources, stages, states, search. A list that is NULL asks for all; an empty list for nothing.

CREATE MACRO selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p
    WHERE p.snapshot_id = snapshot
      AND (counties IS NULL OR list_contains(counties::VARCHAR[], p.county_code))
      AND (areas IS NULL OR list_contains(areas::VARCHAR[], p.service_area))
      AND (categories IS NULL OR list_contains(categories::VARCHAR[], p.category))
      AND (projects IS NULL OR list_contains(projects::VARCHAR[], p.project_id))
      AND (scope IS NULL OR list_contains(scope::VARCHAR[], p.county_code) OR list_contains(scope::VARCHAR[], p.project_id))
      AND (stages IS NULL OR list_contains(stages::VARCHAR[], p.stage))
      AND (states IS NULL OR list_contains(states::VARCHAR[], p.state))
      AND (search IS NULL OR contains(lower(concat_ws(' ', p.project_id, p.name, p.programme)), lower(search::VARCHAR)))
      AND (sources IS NULL OR p.project_id IN (
              SELECT f.project_id FROM funding_now f WHERE f.snapshot_id = snapshot AND list_contains(sources::VARCHAR[], f.source)));
COMMENT ON MACRO TABLE selected IS 'One row a project, service or group that all filters and the reader''s scope let through.';

CREATE MACRO counted(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT * FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search))
    SELECT c.project_id, c.kind, c.county_code, c.service_area, c.category, a.measure,
           CASE WHEN a.counted_id = a.project_id THEN a.amount END AS counted_amount,
           h.county_code AS counted_county_code, h.category AS counted_category
    FROM chosen c JOIN amount_now a ON a.project_id = c.project_id AND a.snapshot_id = snapshot
    LEFT JOIN chosen h ON h.project_id = a.counted_id;
COMMENT ON MACRO TABLE counted IS 'One row a selected project and measure: the amount when it is counted in this row; where its money is counted, if that row is selected too.';
