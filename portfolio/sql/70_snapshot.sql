-- Arguments of every question from here on, always in this order: snapshot, counties, areas, categories, projects,
-- scope, sources, stages, states, search. A list that is NULL asks for all; an empty list for nothing.

CREATE MACRO let_through(row_project, row_county, row_area, row_category, row_stage, row_state, row_name, row_programme, counties, areas, categories, projects, scope, stages, states, search) AS
    (counties IS NULL OR list_contains(counties::VARCHAR[], row_county))
    AND (areas IS NULL OR list_contains(areas::VARCHAR[], row_area))
    AND (categories IS NULL OR list_contains(categories::VARCHAR[], row_category))
    AND (projects IS NULL OR list_contains(projects::VARCHAR[], row_project))
    AND (scope IS NULL OR list_contains(scope::VARCHAR[], row_county) OR list_contains(scope::VARCHAR[], row_project))
    AND (stages IS NULL OR list_contains(stages::VARCHAR[], row_stage))
    AND (states IS NULL OR list_contains(states::VARCHAR[], row_state))
    AND (search IS NULL OR contains(lower(concat_ws(' ', row_project, row_name, row_programme)), lower(search::VARCHAR)));
COMMENT ON MACRO let_through IS 'Whether all filters but that of the sources, and the reader''s scope, let a row of the library through.';

CREATE MACRO asks_all(counties, areas, categories, projects, scope, sources, stages, states, search) AS
    counties IS NULL AND areas IS NULL AND categories IS NULL AND projects IS NULL AND scope IS NULL AND sources IS NULL AND stages IS NULL AND states IS NULL AND search IS NULL;
COMMENT ON MACRO asks_all IS 'Whether no filter is set and the reader may see everything: then no row need be looked for among those let through.';

CREATE MACRO selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p
    WHERE p.snapshot_id = snapshot
      AND let_through(p.project_id, p.county_code, p.service_area, p.category, p.stage, p.state, p.name, p.programme, counties, areas, categories, projects, scope, stages, states, search)
      AND (sources IS NULL OR p.project_id IN (
              SELECT f.project_id FROM funding_now f WHERE f.snapshot_id = snapshot AND list_contains(sources::VARCHAR[], f.source)
              UNION ALL SELECT g.project_id FROM group_now g
              WHERE g.snapshot_id = snapshot AND g.is_current AND list_contains(sources::VARCHAR[], g.source)));
COMMENT ON MACRO TABLE selected IS 'One row a project, service or group that all filters and the reader''s scope let through; a group by the source 未分来源 (not_stated) too where any of its row amounts is.';

CREATE MACRO is_one_of(snapshots, number) AS number BETWEEN list_min(snapshots) AND list_max(snapshots) AND list_contains(snapshots, number);
COMMENT ON MACRO is_one_of IS 'Whether a row is of one of these snapshots. (The bounds let the engine pass over the others'' rows.)';

CREATE MACRO selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p
    WHERE is_one_of(snapshots, p.snapshot_id)
      AND let_through(p.project_id, p.county_code, p.service_area, p.category, p.stage, p.state, p.name, p.programme, counties, areas, categories, projects, scope, stages, states, search)
      AND (sources IS NULL OR (p.snapshot_id, p.project_id) IN (
              SELECT (f.snapshot_id, f.project_id) FROM funding_now f WHERE is_one_of(snapshots, f.snapshot_id) AND list_contains(sources::VARCHAR[], f.source)
              UNION ALL SELECT (g.snapshot_id, g.project_id) FROM group_now g
              WHERE is_one_of(snapshots, g.snapshot_id) AND g.is_current AND list_contains(sources::VARCHAR[], g.source)));
COMMENT ON MACRO TABLE selected_days IS 'As selected, of several days'' snapshots at once: each row with its snapshot_id.';

CREATE MACRO let_in(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT snapshot_id, project_id FROM selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE let_in IS 'One row a snapshot and row of selected_days, by its number alone.';
