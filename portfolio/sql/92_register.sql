-- 项目台账: what stands beside a project in the one table of all.

CREATE MACRO register_row() AS TABLE
    WITH facing AS (
        SELECT m.project_id,
               arg_min(m,
                       (m.milestone IS DISTINCT FROM p.delay_milestone, m.due_on IS NULL, m.due_on, m.sort_order)) AS m
        FROM milestone_now m JOIN project_now p ON p.project_id = m.project_id
        WHERE m.core AND NOT m.done AND NOT m.implied
        GROUP BY m.project_id)
    SELECT p.project_id, f.m.milestone AS milestone, f.m.due_on AS due_on, f.m.due_precision AS due_precision,
           f.m.forecast_on AS forecast_on, f.m.forecast_precision AS forecast_precision,
           f.m.forecast_past_days AS forecast_past_days,
           s.reason, b.told.what AS obstacle_what, b.told.remedy AS remedy, b.told.responsible AS responsible,
           b.told.due_on AS remedy_due_on, l.note
    FROM project_now p JOIN read_row() l ON l.project_id = p.project_id
    LEFT JOIN facing f ON f.project_id = p.project_id
    LEFT JOIN blocking_row() b ON b.project_id = p.project_id
    LEFT JOIN standing_now s ON s.project_id = p.project_id AND s.milestone = f.m.milestone;
COMMENT ON MACRO TABLE register_row IS
    'One row a row of the library: the open core milestone that it faces (that of its delay, else the one due next) '
    'with its days and the reason told for it, what is told of what blocks it (blocking_row), and the library''s note.';
