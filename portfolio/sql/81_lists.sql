-- Rows behind the figures: what a reader opens from a number.

CREATE MACRO project_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT m.* EXCLUDE (snapshot_id) FROM milestone_now m
    WHERE m.snapshot_id = snapshot AND m.project_id IN (
        SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search));
COMMENT ON MACRO TABLE project_milestone IS 'One row a milestone of a selected project.';

CREATE MACRO project_funding(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT f.* EXCLUDE (snapshot_id), p.name, p.county_code FROM funding_now f
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    WHERE f.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], f.source));
COMMENT ON MACRO TABLE project_funding IS 'One row a source of a selected project; with a source filter, that source only.';

CREATE MACRO late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT t.* EXCLUDE (snapshot_id) FROM standing_now t
    WHERE t.snapshot_id = snapshot AND t.project_id IN (SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search));
COMMENT ON MACRO TABLE late_milestone IS 'One row a milestone of a selected project with its standing, as standing_row.';

CREATE MACRO source_year(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT t.source, t.year, sum(CASE WHEN t.holds_received THEN t.received_step END) AS received_amount, sum(CASE WHEN t.holds_paid THEN t.paid_step END) AS paid_amount,
           count(CASE WHEN t.holds_received THEN t.received_step END) AS received_known_count, count(CASE WHEN t.holds_paid THEN t.paid_step END) AS paid_known_count, count(*) AS project_count
    FROM step_now t
    WHERE t.snapshot_id = snapshot AND (t.holds_received OR t.holds_paid) AND (sources IS NULL OR list_contains(sources::VARCHAR[], t.source))
      AND t.project_id IN (SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search))
    GROUP BY t.source, t.year;
COMMENT ON MACRO TABLE source_year IS 'One row a source and year: yuan received and paid as the step from the last known year-end before, of the projects that reported in that year and whose money no group above holds, each with the number known; a first report, and one after silence, holds earlier years too.';

CREATE MACRO curve_sum(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS (SELECT c.project_id, c.county_code FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c WHERE c.kind <> 'service'),
    paid AS (
        SELECT x.project_id, x.month_on, CASE WHEN count(*) = count(x.paid_amount) THEN sum(x.paid_amount) END AS paid_amount
        FROM curve_paid_now x
        WHERE x.snapshot_id = snapshot AND x.year = of_year AND (sources IS NULL OR list_contains(sources::VARCHAR[], x.source)) GROUP BY x.project_id, x.month_on),
    cell AS (
        SELECT h.county_code, c.*, p.paid_amount, c.month_on <= (SELECT last_day(as_of) FROM day_of(snapshot)) AS come FROM curve_now c JOIN chosen h USING (project_id)
        LEFT JOIN paid p ON p.project_id = c.project_id AND p.month_on = c.month_on
        WHERE c.snapshot_id = snapshot AND c.year = of_year)
    SELECT coalesce(county_code, '*') AS county_code, month_on, sum(plan_amount) AS plan_amount, sum(planned_amount) AS annual_plan_amount,
           sum(CASE WHEN work_done_amount IS NOT NULL THEN plan_amount END) AS matched_plan_amount, sum(CASE WHEN paid_amount IS NOT NULL THEN plan_amount END) AS paid_plan_amount,
           sum(CASE WHEN come THEN work_done_amount END) AS work_done_amount, sum(CASE WHEN come THEN paid_amount END) AS paid_amount,
           count(*) AS plan_count, count(work_done_amount) AS work_done_count, count(paid_amount) AS paid_count
    FROM cell GROUP BY GROUPING SETS ((month_on), (cell.county_code, month_on));
COMMENT ON MACRO TABLE curve_sum IS 'One row a county, * for all together, and month of the year: planned by 序时, work done and paid so far that year, each with the number of planned projects it rests on; a group''s plan holds those of its members; no figure before a project''s first report of the year or after its last.';

CREATE MACRO year_curve(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (county_code) FROM curve_sum(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE county_code = '*';
COMMENT ON MACRO TABLE year_curve IS 'One row a month of the year, as curve_sum of the whole selection.';
