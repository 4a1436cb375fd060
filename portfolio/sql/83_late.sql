-- 滞后项目: lateness by county with its rates, in the order in which counties are compared.

CREATE MACRO county_lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT d.county_code, CASE WHEN NOT coalesce(c.ranked, FALSE) THEN 'unranked' WHEN d.sample_too_small THEN 'too_small' ELSE 'ranked' END AS ranking, c.sort_order, d.project_count, d.known_count AS judged_count, CASE WHEN d.known_count > 0 THEN d.late_count END AS late_count,
           rate(d.late_count, d.known_count) AS late_share, CASE WHEN d.known_count > 0 THEN d.red_count END AS red_count,
           CASE WHEN d.known_count > 0 THEN d.yellow_count END AS yellow_count,
           CASE WHEN d.known_count > 0 THEN coalesce(d.worst_delay_days, 0) END AS worst_delay_days, d.median_delay_days,
           CASE WHEN d.known_count > 0 OR d.warning_count > 0 THEN d.warning_count END AS warned_count, d.passed_unreported_count,
           CASE WHEN d.known_count > 0 OR d.silent_project_count > 0 THEN d.silent_project_count END AS silent_project_count,
           CASE WHEN d.known_count > 0 OR d.due_to_start_count > 0 THEN d.due_to_start_count END AS due_to_start_count, CASE WHEN d.due_to_start_count > 0 THEN d.started_count END AS started_count,
           rate(d.started_count, d.due_to_start_count) AS started_share
    FROM county_delay(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) d
    LEFT JOIN county_now c ON c.snapshot_id = snapshot AND c.county_code = d.county_code;
COMMENT ON MACRO TABLE county_lateness IS 'One row a county: county_delay with late and started shares; unknown, not zero, where no project could be judged; ranking: ranked, too_small (样本不足), unranked (city level, unnamed).';

CREATE MACRO lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH county AS MATERIALIZED (FROM county_lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search))
    SELECT 'county' AS level, * FROM county
    UNION ALL BY NAME
    SELECT 'all' AS level, sum(project_count)::BIGINT AS project_count, sum(judged_count)::BIGINT AS judged_count, sum(late_count)::BIGINT AS late_count,
           rate(sum(late_count), sum(judged_count)) AS late_share, sum(red_count)::BIGINT AS red_count, sum(yellow_count)::BIGINT AS yellow_count,
           max(worst_delay_days) AS worst_delay_days, sum(warned_count)::BIGINT AS warned_count,
           sum(passed_unreported_count)::BIGINT AS passed_unreported_count, sum(silent_project_count)::BIGINT AS silent_project_count,
           sum(due_to_start_count)::BIGINT AS due_to_start_count, sum(started_count)::BIGINT AS started_count,
           rate(sum(started_count), sum(due_to_start_count)) AS started_share
    FROM county;
COMMENT ON MACRO TABLE lateness IS 'One row a county (level, county_code) and one for the whole (level all): county_lateness, and the same summed over the selection.';

CREATE MACRO rescheduled_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT m.* FROM late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) m
    WHERE m.silent_count > 0 OR m.approved_count > 0;
COMMENT ON MACRO TABLE rescheduled_milestone IS 'One row a milestone whose due day was moved, with approval (批准调整) or without (自行推迟).';

CREATE MACRO delay_band(days) AS CASE WHEN days > 365 THEN 'longer' WHEN days > 180 THEN 'year' WHEN days > 90 THEN 'half' WHEN days > 30 THEN 'quarter' WHEN days > 0 THEN 'month' END;
COMMENT ON MACRO delay_band IS 'The band of the days late: to 30, 90, 180, 365, beyond. The bands are ours and judge nothing; red begins where the rules say.';

CREATE MACRO project_span(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of FROM snapshot s WHERE s.snapshot_id = snapshot),
    chosen AS MATERIALIZED (SELECT * FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE kind = 'project'),
    stated AS (
        SELECT c.project_id, any_value(m) FILTER (m.milestone = 'start') AS s, any_value(m) FILTER (m.milestone = c.delay_milestone) AS d,
               arg_min(m, list_position(['completion', 'acceptance', 'in_use'], m.milestone)) FILTER (completes(m.milestone) AND m.due_on IS NOT NULL) AS e
        FROM chosen c JOIN milestone_now m ON m.project_id = c.project_id WHERE m.snapshot_id = snapshot GROUP BY c.project_id)
    SELECT c.project_id, c.name, c.county_code, c.owner_unit, c.state, c.late, CASE WHEN c.late THEN c.delay_days END AS delay_days,
           CASE WHEN c.late THEN c.delay_milestone END AS delay_milestone, CASE WHEN c.late THEN delay_band(c.delay_days) END AS delay_band,
           t.s.due_on AS start_due_on, t.s.due_precision AS start_due_precision, t.s.done_on AS start_done_on, t.s.done_precision AS start_done_precision,
           t.e.milestone AS end_milestone, t.e.original_due_on AS end_original_on, t.e.original_due_precision AS end_original_precision,
           t.e.due_on AS end_due_on, t.e.due_precision AS end_due_precision, t.e.slip_days AS end_slip_days,
           CASE WHEN NOT c.completed THEN t.e.forecast_on END AS end_forecast_on, c.completed_on AS completed_on,
           CASE WHEN c.completed THEN c.completed_on WHEN c.last_period_on IS NOT NULL THEN greatest(c.last_period_on, t.s.done_on) END AS built_until_on,
           CASE WHEN c.late THEN t.d.due_on WHEN t.e.done AND t.e.late_days > 0 THEN t.e.due_on END AS late_from_on,
           CASE WHEN c.late THEN day.as_of WHEN t.e.done AND t.e.late_days > 0 THEN t.e.done_on END AS late_until_on
    FROM chosen c CROSS JOIN day LEFT JOIN stated t ON t.project_id = c.project_id;
COMMENT ON MACRO TABLE project_span IS 'One row a selected project from start to completion (else acceptance, else in use, whichever has a due day first): planned, original, forecast and done days; late_from_on to late_until_on is the longest open lateness, or that of a completion done late; built_until_on is the completion or, of one under way, the end of the month it last reported: nobody knows what was built since.';
