-- What a line that keeps plans has of its own. `asked` holds what its reader asks for, a column a parameter (all that are
-- known to be asked: a column that comes later makes every plan before it worthless). What the
-- filters let through is worked out once for all questions of a view, by filtered_row, and stands in `filtered`: here
-- `selected` and `selected_days` read it there, and their arguments say only what it was worked out for; and a plan that
-- is kept cannot rest on whether any filter is set.
CREATE TEMP TABLE asked(counties VARCHAR[], areas VARCHAR[], categories VARCHAR[], projects VARCHAR[], scope VARCHAR[], sources VARCHAR[], stages VARCHAR[], states VARCHAR[], search VARCHAR,
    project VARCHAR, comparison VARCHAR, codes VARCHAR[], of_field VARCHAR, unit_code VARCHAR);
INSERT INTO asked DEFAULT VALUES;

CREATE TEMP TABLE filtered(snapshot_id BIGINT, project_id VARCHAR);

CREATE TEMP MACRO filtered_row(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT snapshot_id, project_id FROM memory.main.selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search);

CREATE TEMP MACRO asks_all(counties, areas, categories, projects, scope, sources, stages, states, search) AS FALSE;

CREATE TEMP MACRO selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p SEMI JOIN (SELECT f.project_id FROM temp.filtered f WHERE f.snapshot_id = snapshot) f ON f.project_id = p.project_id
    WHERE p.snapshot_id = snapshot;

CREATE TEMP MACRO selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM project_now p SEMI JOIN temp.filtered f ON f.snapshot_id = p.snapshot_id AND f.project_id = p.project_id
    WHERE is_one_of(snapshots, p.snapshot_id);
