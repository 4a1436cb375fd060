-- What a line that keeps plans has of its own. `told` holds what its reader asks for and what the filters let through, a
-- text each: to set down a text takes a third of the time of lists, and the columns never change, for which every plan
-- would be made anew. What the filters let through is worked out once for all questions of a view, by filtered_told: here
-- `selected`, `selected_days` and `let_in` read it, and their arguments say only what it was worked out for; and a plan
-- that is kept cannot rest on whether any filter is set.
CREATE TEMP TABLE told(asked VARCHAR, filtered VARCHAR);
INSERT INTO told VALUES ('{}', '[]');

CREATE TEMP MACRO asked_text(parameter) AS (SELECT t.asked ->> parameter FROM temp.told t);

CREATE TEMP MACRO asked_list(parameter) AS (SELECT from_json(t.asked -> parameter, '["VARCHAR"]') FROM temp.told t);

CREATE TEMP VIEW filtered AS
    SELECT held.snapshot_id, unnest(held.projects) AS project_id
    FROM (SELECT unnest(from_json(t.filtered, '[{"snapshot_id": "BIGINT", "projects": ["VARCHAR"]}]')) AS held FROM temp.told t);

CREATE TEMP MACRO filtered_told(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT coalesce(to_json(list(held)), '[]')::VARCHAR AS told
    FROM (SELECT {'snapshot_id': snapshot_id, 'projects': list(project_id)} AS held
          FROM memory.main.selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) GROUP BY snapshot_id);

CREATE TEMP MACRO asks_all(counties, areas, categories, projects, scope, sources, stages, states, search) AS FALSE;

CREATE TEMP MACRO selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p SEMI JOIN (SELECT f.project_id FROM temp.filtered f WHERE f.snapshot_id = snapshot) f ON f.project_id = p.project_id
    WHERE p.snapshot_id = snapshot;

CREATE TEMP MACRO selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p SEMI JOIN temp.filtered f ON f.snapshot_id = p.snapshot_id AND f.project_id = p.project_id
    WHERE is_one_of(snapshots, p.snapshot_id);

CREATE TEMP MACRO let_in(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT f.snapshot_id, f.project_id FROM temp.filtered f WHERE is_one_of(snapshots, f.snapshot_id);
