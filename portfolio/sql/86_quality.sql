-- 数据质量: what is not known and of how many, who reported which month, how old the newest report is, where two places
-- disagree. Arguments as in 80_questions.sql; a list's own argument comes second.

CREATE MACRO completeness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH cell AS (
        SELECT p.county_code, count(*) AS project_count, number_of(COLUMNS('(.*_known)')) AS '\1'
        FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
        JOIN field_now f ON f.snapshot_id = snapshot AND f.project_id = p.project_id GROUP BY p.county_code),
    total AS (
        SELECT coalesce(county_code, '*') AS county_code, sum(project_count)::BIGINT AS project_count, sum(COLUMNS('(.*_known)'))::BIGINT AS '\1'
        FROM cell GROUP BY GROUPING SETS ((), (cell.county_code)) HAVING count(*) > 0)
    SELECT data_field[:-7] AS data_field, county_code, known AS known_count, project_count - known AS missing_count, project_count, rate(known, project_count) AS known_share
    FROM total UNPIVOT (known FOR data_field IN (COLUMNS('.*_known')));
COMMENT ON MACRO TABLE completeness IS 'One row a field and county, * for all counties together: on how many of its projects the field is known, and how many lack it.';

CREATE MACRO field_missing(snapshot, of_field, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (data_field, known)
    FROM (SELECT p.* EXCLUDE (snapshot_id), f.* EXCLUDE (snapshot_id, project_id)
          FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p JOIN field_now f ON f.snapshot_id = snapshot AND f.project_id = p.project_id)
         UNPIVOT (known FOR data_field IN (COLUMNS('.*_known')))
    WHERE data_field = of_field || '_known' AND NOT known;
COMMENT ON MACRO TABLE field_missing IS 'One row a selected project that lacks the field: the rows behind completeness.';

CREATE MACRO month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.last_period_on, m.* EXCLUDE (snapshot_id, project_id)
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN monthly_now m ON m.snapshot_id = snapshot AND m.project_id = p.project_id;
COMMENT ON MACRO TABLE month_report IS 'One row a selected project and month, as monthly_row.';

CREATE MACRO month_coverage(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT coalesce(r.county_code, '*') AS county_code, month_on, number_of(expected) AS expected_count, number_of(expected AND reported) AS reported_count,
           number_of(expected AND NOT reported) AS unreported_count, number_of(expected AND sent_late) AS sent_late_count,
           number_of(reported AND NOT expected) AS unasked_count, rate(number_of(expected AND reported), number_of(expected)) AS reported_share
    FROM month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) r
    GROUP BY GROUPING SETS ((r.county_code, month_on), (month_on));
COMMENT ON MACRO TABLE month_coverage IS 'One row a county and month, * for all counties together: reports expected, those that came, those of them first sent late, and those that nobody expected (unasked_count, in none of the others).';

CREATE MACRO month_row(snapshot, of_month, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * FROM month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE strftime(month_on, '%Y-%m') = of_month AND expected AND (NOT reported OR sent_late);
COMMENT ON MACRO TABLE month_row IS 'One row a project that was expected to report the month (2026-10) and did not, or sent it late: the rows behind month_coverage.';

CREATE MACRO staleness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH aged AS (
        SELECT p.* EXCLUDE (snapshot_id), s.as_of - p.last_period_on AS silent_days,
               CASE WHEN has_reported(p.last_period_on, s.last_closed_on) THEN 0 ELSE datediff('month', p.last_period_on, s.last_closed_on) END AS missed_count
        FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
        JOIN snapshot s ON s.snapshot_id = p.snapshot_id WHERE must_report(p.kind, p.state))
    SELECT *, CASE WHEN missed_count IS NULL THEN 'never' WHEN missed_count = 0 THEN 'current' WHEN missed_count = 1 THEN 'one' WHEN missed_count <= 3 THEN 'three'
                   WHEN missed_count <= 6 THEN 'half' WHEN missed_count <= 12 THEN 'year' ELSE 'longer' END AS staleness
    FROM aged;
COMMENT ON MACRO TABLE staleness IS 'One row a selected project that owes reports (as in coverage): the days since the month it last reported on ended, the closed months since then, and the band they fall in; NULL and never where it never reported.';

CREATE MACRO staleness_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.code AS staleness, any_value(c.sort_order) AS sort_order, count(s.project_id) AS project_count
    FROM code_staleness c LEFT JOIN staleness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) s ON s.staleness = c.code
    GROUP BY c.code;
COMMENT ON MACRO TABLE staleness_count IS 'One row a band of age, even if empty: how many of the projects that owe reports fall in it.';

CREATE MACRO selected_contradiction(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)
    SELECT c.* EXCLUDE (event_id, position), coalesce(p.name, i.name, e.title) AS subject_name
    FROM contradiction_row((SELECT known_at FROM day)) c
    LEFT JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p ON c.subject_kind = 'project' AND p.project_id = c.subject_id
    LEFT JOIN (FROM indicator_row((SELECT known_at FROM day)) i WHERE areas IS NULL OR list_contains(areas::VARCHAR[], i.service_area)) i ON c.subject_kind = 'indicator' AND i.indicator_no::VARCHAR = c.subject_id
    LEFT JOIN edition_in_force((SELECT known_at FROM day)) e ON c.subject_kind NOT IN ('project', 'indicator')
    WHERE c.subject_kind NOT IN ('project', 'indicator') OR p.project_id IS NOT NULL OR i.indicator_no IS NOT NULL;
COMMENT ON MACRO TABLE selected_contradiction IS 'One row a disagreement inside the library in force: about a selected project, an indicator of the selected service areas, or the document itself.';

CREATE MACRO public_beside(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.project_id, p.name, p.kind, p.county_code, p.state, b.* EXCLUDE (snapshot_id, project_id)
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN beside_now b ON b.snapshot_id = snapshot AND b.project_id = p.project_id;
COMMENT ON MACRO TABLE public_beside IS 'One row a fact that a public page dated by then states of a selected project, as beside_row.';

CREATE MACRO group_below(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.project_id, p.name, p.county_code, g.field, g.kind, g.stated_amount, g.below_amount, g.below_amount - g.stated_amount AS difference_amount
    FROM group_now g
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    WHERE g.snapshot_id = snapshot AND g.is_current AND g.source = '*' AND g.below_amount > g.stated_amount;
COMMENT ON MACRO TABLE group_below IS 'One row a selected group and figure of which it states less than the rows below it make up: a contradiction.';
