-- 数据质量: what is not known and of how many, who reported which month, how old the newest report is, where two places
-- disagree. Arguments as in 80_questions.sql; a list's own argument comes second.

CREATE MACRO report_age(snapshot) AS TABLE
    WITH aged AS (
        SELECT p.project_id, s.as_of - p.last_period_on AS silent_days,
               CASE WHEN has_reported(p.last_period_on, s.last_closed_on) THEN 0 ELSE datediff('month', p.last_period_on, s.last_closed_on) END AS missed_count
        FROM project_now p JOIN snapshot s ON s.snapshot_id = p.snapshot_id
        WHERE p.snapshot_id = snapshot AND must_report(p.kind, p.state))
    SELECT *, CASE WHEN missed_count IS NULL THEN 'never' WHEN missed_count = 0 THEN 'current' WHEN missed_count = 1 THEN 'one' WHEN missed_count <= 3 THEN 'three'
                   WHEN missed_count <= 6 THEN 'half' WHEN missed_count <= 12 THEN 'year' ELSE 'longer' END AS staleness
    FROM aged;
COMMENT ON MACRO TABLE report_age IS 'One row a project that owes reports: the days since the month it last reported on ended, the closed months since then, and the band they fall in; NULL and never where it never reported.';

CREATE MACRO selected_contradiction(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)
    SELECT c.* EXCLUDE (event_id, position), coalesce(p.name, i.name, e.title) AS subject_name
    FROM contradiction_row((SELECT known_at FROM day)) c
    LEFT JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p ON c.subject_kind = 'project' AND p.project_id = c.subject_id
    LEFT JOIN (FROM indicator_row((SELECT known_at FROM day)) i WHERE areas IS NULL OR list_contains(areas::VARCHAR[], i.service_area)) i ON c.subject_kind = 'indicator' AND i.indicator_no::VARCHAR = c.subject_id
    LEFT JOIN edition_in_force((SELECT known_at FROM day)) e ON c.subject_kind NOT IN ('project', 'indicator')
    WHERE c.subject_kind NOT IN ('project', 'indicator') OR p.project_id IS NOT NULL OR i.indicator_no IS NOT NULL;
COMMENT ON MACRO TABLE selected_contradiction IS 'One row a disagreement inside the library in force: about a selected project, an indicator of the selected service areas, or the document itself.';

