-- Rows behind the figures: what a reader opens from a number.

CREATE MACRO late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    obstacle AS (
        SELECT project_id, arg_max(reason, place) AS reason, arg_max(responsible, place) AS responsible
        FROM accepted_obstacle((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) WHERE cleared_on IS NULL GROUP BY project_id),
    stated AS (
        SELECT project_id, milestone, arg_max(reason, place) AS reason
        FROM accepted_milestone((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) GROUP BY project_id, milestone)
    SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.reporting_overdue, m.milestone, m.core, m.original_due_on, m.original_due_precision, m.due_on,
           m.due_precision, m.forecast_on, m.done_on, m.done_precision, m.done, m.implied, m.late_days, m.at_least, m.slip_days, m.approved_count, m.silent_count,
           m.forecast_on - m.due_on AS forecast_slip_days, coalesce(r.reason, o.reason) AS reason, o.responsible,
           CASE WHEN p.state IN ('suspended', 'withdrawn', 'service', 'group') OR m.implied THEN NULL
                WHEN m.done THEN CASE WHEN m.late_days > 0 THEN 'done_late' END
                WHEN p.state IN ('not_reported', 'public_only') THEN CASE WHEN m.late_days > 0 THEN 'passed_unreported' END
                WHEN m.late_days > 0 AND (p.state = 'completed' OR NOT m.core) THEN CASE WHEN p.last_period_on IS NOT NULL THEN 'after_completion' END
                WHEN m.late_days > 0 THEN 'late' WHEN m.warning THEN 'warning' END AS standing
    FROM milestone_now m
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    LEFT JOIN obstacle o USING (project_id) LEFT JOIN stated r ON r.project_id = m.project_id AND r.milestone = m.milestone
    WHERE m.snapshot_id = snapshot;
COMMENT ON MACRO TABLE late_milestone IS 'One row a milestone of a selected project with its standing: late, passed_unreported (时限已过、未填报), warning (预警), after_completion (of those that report), done_late, or none; the reason is the milestone''s own, else that of an open obstacle.';

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

CREATE MACRO source_year(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    chosen AS (
        SELECT c.project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c),
    entry AS (
        SELECT e.*, year(e.period_on) AS entry_year
        FROM accepted_funding((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) e
        WHERE e.project_id IN (SELECT project_id FROM chosen) AND (sources IS NULL OR list_contains(sources::VARCHAR[], e.source))),
    span AS (SELECT DISTINCT e.project_id, e.source, y.entry_year AS year FROM entry e JOIN (SELECT DISTINCT entry_year FROM entry) y ON y.entry_year >= e.entry_year),
    closing AS (
        SELECT s.project_id, s.source, s.year,
               newest(received_amount, place, cleared, 'received_amount', period_on, make_date(s.year, 12, 31)) AS received,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, make_date(s.year, 12, 31)) AS paid
        FROM span s JOIN entry e USING (project_id, source) WHERE e.currency = 'CNY' GROUP BY s.project_id, s.source, s.year),
    counting AS (SELECT a.project_id, a.measure FROM amount_now a WHERE a.snapshot_id = snapshot AND a.counted_id = a.project_id),
    stepped AS (
        SELECT *, received - coalesce(lag(received) OVER (PARTITION BY project_id, source ORDER BY year), 0) AS received_step,
               paid - coalesce(lag(paid) OVER (PARTITION BY project_id, source ORDER BY year), 0) AS paid_step
        FROM closing)
    SELECT source, year, sum(received_step) FILTER ((project_id, 'received') IN (SELECT (project_id, measure) FROM counting)) AS received_amount,
           sum(paid_step) FILTER ((project_id, 'paid') IN (SELECT (project_id, measure) FROM counting)) AS paid_amount, count(DISTINCT project_id) AS project_count
    FROM stepped GROUP BY source, year;
COMMENT ON MACRO TABLE source_year IS 'One row a source and year: yuan received and paid in that year, as the step between year-end cumulatives; a first report holds earlier years too.';

CREATE MACRO year_curve(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    month AS (SELECT last_day(make_date(of_year, m::INTEGER, 1)) AS month_on FROM range(1, 13) t(m)),
    chosen AS (
        SELECT c.project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
        WHERE c.kind <> 'service'),
    plan AS (
        SELECT n.project_id, n.planned_amount FROM current_plan((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) n
        WHERE n.year = of_year AND n.project_id IN (SELECT project_id FROM chosen)),
    started AS (SELECT project_id, start_year FROM started_in((SELECT as_of FROM day), (SELECT known_at FROM day), NULL)),
    reported AS (
        SELECT e.project_id, max(e.period_on) AS last_on, min(e.period_on) FILTER (e.period_on >= make_date(of_year, 1, 1)) AS first_on,
               bool_or(e.period_on = make_date(of_year - 1, 12, 31)) AS december_reported
        FROM store.report e JOIN accepted_submission((SELECT known_at FROM day)) a ON a.submission_id = e.event_id
        WHERE e.period_on <= (SELECT as_of FROM day) AND e.period_on <= make_date(of_year, 12, 31) GROUP BY e.project_id),
    work AS (
        SELECT e.project_id, m.month_on, newest(work_done_amount, place, cleared, 'work_done_amount', period_on, m.month_on) AS cumulative,
               newest(work_done_amount, place, cleared, 'work_done_amount', period_on, make_date(of_year - 1, 12, 31)) AS december
        FROM accepted_progress((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) e CROSS JOIN month m
        GROUP BY e.project_id, m.month_on),
    paid_by_source AS (
        SELECT e.project_id, e.source, m.month_on, newest(paid_amount, place, cleared, 'paid_amount', period_on, m.month_on) AS cumulative,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, make_date(of_year - 1, 12, 31)) AS december,
               count(*) FILTER (period_on < make_date(of_year, 1, 1)) > 0 AS named_by_december
        FROM accepted_funding((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) e CROSS JOIN month m
        WHERE e.currency = 'CNY' AND (sources IS NULL OR list_contains(sources::VARCHAR[], e.source))
        GROUP BY e.project_id, e.source, m.month_on),
    cell AS (
        SELECT p.project_id, m.month_on, (p.planned_amount * month(m.month_on) / 12)::DECIMAL(38,2) AS plan_amount, p.planned_amount,
               CASE WHEN m.month_on BETWEEN r.first_on AND r.last_on THEN this_year(w.cumulative, w.december, r.december_reported, TRUE, s.start_year, of_year) END AS work_done_amount,
               CASE WHEN m.month_on BETWEEN r.first_on AND r.last_on THEN (
                   SELECT CASE WHEN bool_and(this_year(x.cumulative, x.december, r.december_reported, x.named_by_december, s.start_year, of_year) IS NOT NULL)
                          THEN sum(this_year(x.cumulative, x.december, r.december_reported, x.named_by_december, s.start_year, of_year)) END
                   FROM paid_by_source x WHERE x.project_id = p.project_id AND x.month_on = m.month_on AND x.cumulative IS NOT NULL) END AS paid_amount
        FROM plan p CROSS JOIN month m LEFT JOIN reported r USING (project_id)
        LEFT JOIN work w ON w.project_id = p.project_id AND w.month_on = m.month_on LEFT JOIN started s ON s.project_id = p.project_id
        WHERE p.planned_amount IS NOT NULL
          AND p.project_id IN (SELECT a.project_id FROM amount_now a WHERE a.snapshot_id = snapshot AND a.measure = 'annual_plan' AND coalesce(a.counted_id, a.project_id) = a.project_id))
    SELECT month_on, sum(plan_amount) AS plan_amount, sum(planned_amount) AS annual_plan_amount,
           sum(plan_amount) FILTER (work_done_amount IS NOT NULL) AS matched_plan_amount,
           CASE WHEN month_on <= (SELECT last_day(as_of) FROM day) THEN sum(work_done_amount) END AS work_done_amount,
           CASE WHEN month_on <= (SELECT last_day(as_of) FROM day) THEN sum(paid_amount) END AS paid_amount,
           count(*) AS plan_count, count(work_done_amount) AS work_done_count, count(paid_amount) AS paid_count
    FROM cell GROUP BY month_on;
COMMENT ON MACRO TABLE year_curve IS 'One row a month of the year: planned by 序时, work done and paid so far that year, each with the number of planned projects it rests on; no figure before a project''s first report of the year or after its last.';

CREATE MACRO history(project, as_of, known_at) AS TABLE
    WITH line AS (
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'status' AS kind, NULL::VARCHAR AS part,
               unnest([{'field': 'stage', 'value': stage}], recursive := true) FROM store.status_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'investment' AS kind, basis AS part,
               unnest([{'field': 'investment_amount', 'value': amount::VARCHAR}], recursive := true) FROM store.investment_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'funding' AS kind, source AS part,
               unnest([{'field': 'planned_amount', 'value': planned_amount::VARCHAR}, {'field': 'allocated_amount', 'value': allocated_amount::VARCHAR},
                       {'field': 'received_amount', 'value': received_amount::VARCHAR}, {'field': 'paid_amount', 'value': paid_amount::VARCHAR},
                       {'field': 'plan_complete', 'value': plan_complete::VARCHAR}], recursive := true) FROM store.funding_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'plan' AS kind, year::VARCHAR AS part,
               unnest([{'field': 'annual_plan_amount', 'value': planned_amount::VARCHAR}], recursive := true) FROM store.plan_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'progress' AS kind, NULL AS part,
               unnest([{'field': 'work_done_amount', 'value': work_done_amount::VARCHAR}, {'field': 'physical_share', 'value': physical_share::VARCHAR},
                       {'field': 'in_statistics_amount', 'value': in_statistics_amount::VARCHAR}], recursive := true) FROM store.progress_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'milestone' AS kind, milestone AS part,
               unnest([{'field': 'due_on', 'value': due_on::VARCHAR}, {'field': 'forecast_on', 'value': forecast_on::VARCHAR},
                       {'field': 'done_on', 'value': done_on::VARCHAR}, {'field': 'approval', 'value': approval}], recursive := true) FROM store.milestone_entry WHERE project_id = project
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cleared, 'obstacle' AS kind, obstacle AS part,
               unnest([{'field': 'what', 'value': what}, {'field': 'reason', 'value': reason}, {'field': 'remedy', 'value': remedy},
                       {'field': 'cleared_on', 'value': cleared_on::VARCHAR}], recursive := true) FROM store.obstacle_entry WHERE project_id = project),
    verdict AS (
        SELECT d.submission_id, arg_max(d.verdict, (e.at, e.event_id)) AS verdict, max(e.at) AS decided_at
        FROM store.decision d JOIN store.event e USING (event_id) WHERE e.at <= known_at GROUP BY d.submission_id)
    SELECT l.event_id, e.at AS submitted_at, e.actor, coalesce(v.verdict, 'pending') AS verdict, v.decided_at, l.period_on, l.kind, l.part, l.field,
           CASE WHEN list_contains(l.cleared, l.field) THEN 'cleared' ELSE l.value END AS value, s.file_name, l.sheet, l.row_number, l.cell
    FROM line l JOIN store.event e USING (event_id) LEFT JOIN store.submission s USING (event_id) LEFT JOIN verdict v ON v.submission_id = l.event_id
    WHERE e.at <= known_at AND l.period_on <= as_of AND (l.value IS NOT NULL OR list_contains(l.cleared, l.field));
COMMENT ON MACRO TABLE history IS 'One row a value ever reported of one project, newest decisions beside it: who, when, file, sheet, cell; nothing is overwritten.';
