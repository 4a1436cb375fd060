-- 滞后项目: a project from start to completion.

CREATE MACRO delay_band(days) AS
    CASE WHEN days > 365 THEN 'longer'
         WHEN days > 180 THEN 'year'
         WHEN days > 90 THEN 'half'
         WHEN days > 30 THEN 'quarter'
         WHEN days > 0 THEN 'month' END;
COMMENT ON MACRO delay_band IS
    'The band of the days late: to 30, 90, 180, 365, beyond. The bands are ours and judge nothing; red begins where '
    'the rules say.';

CREATE MACRO project_span() AS TABLE
    WITH day AS (SELECT s.as_of FROM day_now s),
    chosen AS MATERIALIZED (SELECT * FROM project_now p WHERE p.kind = 'project'),
    stated AS (
        SELECT c.project_id, any_value(m) FILTER (m.milestone = 'start') AS s,
               any_value(m) FILTER (m.milestone = c.delay_milestone) AS d,
               arg_min(m,
                       list_position(['completion', 'acceptance', 'in_use'],
                                     m.milestone)) FILTER (completes(m.milestone) AND m.due_on IS NOT NULL) AS e
        FROM chosen c JOIN milestone_now m ON m.project_id = c.project_id GROUP BY c.project_id)
    SELECT c.project_id, c.name, c.county_code, c.owner_unit, c.state, c.late,
           CASE WHEN c.late THEN c.delay_days END AS delay_days,
           CASE WHEN c.late THEN c.delay_milestone END AS delay_milestone,
           CASE WHEN c.late THEN delay_band(c.delay_days) END AS delay_band,
           t.s.due_on AS start_due_on, t.s.due_precision AS start_due_precision, t.s.done_on AS start_done_on,
           t.s.done_precision AS start_done_precision, t.e.milestone AS end_milestone,
           t.e.original_due_on AS end_original_on, t.e.original_due_precision AS end_original_precision,
           t.e.due_on AS end_due_on, t.e.due_precision AS end_due_precision, t.e.slip_days AS end_slip_days,
           CASE WHEN NOT c.completed THEN t.e.forecast_on END AS end_forecast_on,
           CASE WHEN NOT c.completed THEN t.e.forecast_precision END AS end_forecast_precision,
           CASE WHEN NOT c.completed THEN t.e.forecast_past_days END AS end_forecast_past_days,
           c.completed_on AS completed_on,
           CASE WHEN c.completed THEN c.completed_on
                WHEN c.last_period_on IS NOT NULL THEN greatest(c.last_period_on, t.s.done_on) END AS built_until_on,
           CASE WHEN c.late THEN t.d.due_on WHEN t.e.done AND t.e.late_days > 0 THEN t.e.due_on END AS late_from_on,
           CASE WHEN c.late THEN day.as_of WHEN t.e.done AND t.e.late_days > 0 THEN t.e.done_on END AS late_until_on
    FROM chosen c CROSS JOIN day LEFT JOIN stated t ON t.project_id = c.project_id;
COMMENT ON MACRO TABLE project_span IS
    'One row a project from start to completion (else acceptance, else in use, whichever has a due day first): '
    'planned, original, forecast and done days; late_from_on to late_until_on is the longest open lateness, or that '
    'of a completion done late; built_until_on is the completion or, of one under way, the end of the month it last '
    'reported: nobody knows what was built since.';
