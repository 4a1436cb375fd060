-- Rows behind the figures: what a reader opens from a number.

CREATE MACRO obstacle_row(as_of, known_at) AS TABLE
    SELECT project_id, obstacle, newest(reason, place, cleared, 'reason', period_on, as_of) AS reason, newest(what, place, cleared, 'what', period_on, as_of) AS what,
           newest(remedy, place, cleared, 'remedy', period_on, as_of) AS remedy, newest(responsible, place, cleared, 'responsible', period_on, as_of) AS responsible,
           newest(due_on, place, cleared, 'due_on', period_on, as_of) AS due_on, newest(cleared_on, place, cleared, 'cleared_on', period_on, as_of) AS cleared_on,
           min(period_on) AS first_period_on, max(period_on) AS period_on, max(place) AS last_place
    FROM accepted_obstacle(as_of, known_at, NULL) GROUP BY project_id, obstacle;
COMMENT ON MACRO TABLE obstacle_row IS 'One row a project and obstacle as last stated, and the months it was first and last reported for; open while cleared_on is unknown or still to come.';

CREATE MACRO late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    obstacle AS (
        SELECT project_id, arg_max({'reason': reason, 'responsible': responsible}, (reason IS NOT NULL, last_place)) AS told
        FROM obstacle_row((SELECT as_of FROM day), (SELECT known_at FROM day)) WHERE cleared_on IS NULL OR cleared_on > (SELECT as_of FROM day) GROUP BY project_id),
    stated AS (
        SELECT project_id, milestone, arg_max_null(reason, place) AS reason
        FROM accepted_milestone((SELECT as_of FROM day), (SELECT known_at FROM day), NULL)
        WHERE reason IS NOT NULL OR due_on IS NOT NULL OR forecast_on IS NOT NULL GROUP BY project_id, milestone)
    SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.reporting_overdue, m.milestone, m.core, m.original_due_on, m.original_due_precision, m.due_on,
           m.due_precision, m.forecast_on, m.done_on, m.done_precision, m.done, m.implied, m.late_days, m.at_least, m.slip_days, m.approved_count, m.silent_count,
           m.forecast_on - m.due_on AS forecast_slip_days, coalesce(r.reason, o.told.reason) AS reason, o.told.responsible AS responsible,
           CASE WHEN p.state IN ('suspended', 'withdrawn', 'service', 'group') OR m.implied THEN NULL
                WHEN m.done THEN CASE WHEN m.late_days > 0 THEN 'done_late' END
                WHEN m.warning THEN CASE WHEN must_report(p.kind, p.state) AND p.last_period_on IS NOT NULL THEN 'warning' END
                WHEN m.late_days > 0 AND (p.state = 'completed' OR NOT m.core) THEN CASE WHEN p.last_period_on IS NOT NULL THEN 'after_completion' END
                WHEN m.late_days > 0 AND p.passed_unreported THEN 'passed_unreported'
                WHEN m.late_days > 0 AND p.late THEN 'late' END AS standing
    FROM milestone_now m
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    LEFT JOIN obstacle o USING (project_id) LEFT JOIN stated r ON r.project_id = m.project_id AND r.milestone = m.milestone
    WHERE m.snapshot_id = snapshot;
COMMENT ON MACRO TABLE late_milestone IS 'One row a milestone of a selected project with its standing: late, passed_unreported (时限已过、未填报), warning (预警, silence does not end it), after_completion (of those that report), done_late, or none; the reason is that of the milestone''s newest due or forecast day, else that of the latest open obstacle that has one.';

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
    holder AS (
        SELECT c.project_id, bool_or(a.measure = 'received') AS holds_received, bool_or(a.measure = 'paid') AS holds_paid
        FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
        JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = c.project_id AND coalesce(a.counted_id, a.project_id) = a.project_id
        GROUP BY c.project_id),
    entry AS (
        SELECT e.* FROM accepted_funding((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) e
        WHERE e.currency = 'CNY' AND (sources IS NULL OR list_contains(sources::VARCHAR[], e.source))),
    told AS (
        SELECT DISTINCT r.project_id, year(r.period_on) AS year
        FROM store.report r JOIN accepted_submission((SELECT known_at FROM day)) a ON a.submission_id = r.event_id WHERE r.period_on <= (SELECT as_of FROM day)),
    closing AS (
        SELECT e.project_id, e.source, t.year,
               newest(received_amount, place, cleared, 'received_amount', period_on, make_date(t.year, 12, 31)) AS received,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, make_date(t.year, 12, 31)) AS paid
        FROM entry e JOIN told t USING (project_id) GROUP BY e.project_id, e.source, t.year HAVING min(year(e.period_on)) <= t.year),
    stepped AS (
        SELECT *, received - coalesce(lag(received IGNORE NULLS) OVER (PARTITION BY project_id, source ORDER BY year), 0) AS received_step,
               paid - coalesce(lag(paid IGNORE NULLS) OVER (PARTITION BY project_id, source ORDER BY year), 0) AS paid_step
        FROM closing)
    SELECT source, year, sum(received_step) FILTER (holds_received) AS received_amount, sum(paid_step) FILTER (holds_paid) AS paid_amount,
           count(received_step) FILTER (holds_received) AS received_known_count, count(paid_step) FILTER (holds_paid) AS paid_known_count, count(*) AS project_count
    FROM stepped JOIN holder USING (project_id) WHERE holds_received OR holds_paid GROUP BY source, year;
COMMENT ON MACRO TABLE source_year IS 'One row a source and year: yuan received and paid as the step from the last known year-end before, of the projects that reported in that year and whose money no group above holds, each with the number known; a first report, and one after silence, holds earlier years too.';

CREATE MACRO year_curve(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    month AS (SELECT last_day(make_date(of_year, m::INTEGER, 1)) AS month_on FROM range(1, 13) t(m)),
    chosen AS (
        SELECT c.project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
        WHERE c.kind <> 'service'),
    stated AS (
        SELECT n.project_id, n.planned_amount FROM current_plan((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) n
        WHERE n.year = of_year AND n.planned_amount IS NOT NULL),
    plan AS (
        SELECT s.project_id, s.planned_amount, l.ancestor_ids FROM stated s JOIN chosen USING (project_id)
        JOIN library_row((SELECT known_at FROM day)) l USING (project_id)),
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
               count(*) FILTER (period_on < make_date(of_year, 1, 1)) > 0 OR any_value(f.source) IS NOT NULL AS named_by_december
        FROM accepted_funding((SELECT as_of FROM day), (SELECT known_at FROM day), NULL) e CROSS JOIN month m
        LEFT JOIN stated_funding((SELECT known_at FROM day), NULL) f ON f.project_id = e.project_id AND f.source = e.source AND f.currency = 'CNY'
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
        WHERE NOT list_has_any(p.ancestor_ids, (SELECT coalesce(list(s.project_id), []) FROM stated s)))
    SELECT month_on, sum(plan_amount) AS plan_amount, sum(planned_amount) AS annual_plan_amount,
           sum(plan_amount) FILTER (work_done_amount IS NOT NULL) AS matched_plan_amount,
           CASE WHEN month_on <= (SELECT last_day(as_of) FROM day) THEN sum(work_done_amount) END AS work_done_amount,
           CASE WHEN month_on <= (SELECT last_day(as_of) FROM day) THEN sum(paid_amount) END AS paid_amount,
           count(*) AS plan_count, count(work_done_amount) AS work_done_count, count(paid_amount) AS paid_count
    FROM cell GROUP BY month_on;
COMMENT ON MACRO TABLE year_curve IS 'One row a month of the year: planned by 序时, work done and paid so far that year, each with the number of planned projects it rests on; a group''s plan holds those of its members; no figure before a project''s first report of the year or after its last.';
