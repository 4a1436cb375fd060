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
