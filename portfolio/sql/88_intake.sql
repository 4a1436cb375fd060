-- What the monthly report is compared with: last accepted values as of the month, and what the months beside it say.
-- Arguments: month_on (the month's last day).

CREATE MACRO next_stated(value, place, period_on, day) AS
    arg_max(value, (DATE '1970-01-01' - period_on, place)) FILTER (period_on > day AND value IS NOT NULL);
COMMENT ON MACRO next_stated IS
    'What the first month after `day` that states the field says of it, as last accepted; NULL where none does.';

CREATE MACRO named_project() AS TABLE
    SELECT p.project_id, p.name, p.county_code, c.name AS county, c.name_en AS county_en, p.kind, p.state, p.rule,
           p.stage, p.investment_amount, p.investment_basis
    FROM project_now p
    LEFT JOIN county_row((SELECT s.as_of FROM day_now s), (SELECT s.newest_event FROM day_now s)) c
      ON c.county_code = p.county_code;
COMMENT ON MACRO TABLE named_project IS
    'One row a project or group with its county''s name, state, stage and investment.';

CREATE MACRO held_status(month_on) AS TABLE
    SELECT p.project_id, s.stage AS stage_last, p.investment_amount AS amount_last, p.investment_basis AS basis_last,
           i.document_number AS document_number_last
    FROM project_now p
    LEFT JOIN (SELECT project_id, newest(stage, place, cleared, 'stage', period_on, month_on) AS stage
        FROM accepted_status() GROUP BY project_id) s
           ON s.project_id = p.project_id
    LEFT JOIN (SELECT project_id, arg_max_null(document_number, place) AS document_number FROM accepted_investment()
        WHERE amount IS NOT NULL GROUP BY project_id) i
           ON i.project_id = p.project_id;
COMMENT ON MACRO TABLE held_status IS
    'One row a project: its stage as of the month, its investment in force with basis and document.';

CREATE MACRO december_before(month_on) AS make_date(year(month_on::DATE) - 1, 12, 31);
COMMENT ON MACRO december_before IS 'The end of the year before the month''s.';

CREATE MACRO reported_december(month_on) AS TABLE
    SELECT DISTINCT r.project_id FROM accepted_report() r WHERE r.period_on = december_before(month_on);
COMMENT ON MACRO TABLE reported_december IS 'One row a project that reported the December before the month''s year.';

CREATE MACRO told_year_end(december_reported, december_amount, told_amount) AS
    coalesce(CASE WHEN december_reported THEN december_amount END, told_amount);
COMMENT ON MACRO told_year_end IS
    'What is known of a year''s end: that December''s own report, else what was told of it later.';

CREATE MACRO held_progress(month_on) AS TABLE
    WITH told AS (
    SELECT project_id,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                  month_on::DATE) AS work_done_amount_last,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                  month_on::DATE - 1) AS work_done_amount_before,
           next_stated(work_done_amount, place, period_on, month_on::DATE) AS work_done_amount_after,
           newest(physical_share, place, cleared, 'physical_share', period_on, month_on::DATE) AS physical_share_last,
           newest(physical_share, place, cleared, 'physical_share', period_on,
                  month_on::DATE - 1) AS physical_share_before,
           next_stated(physical_share, place, period_on, month_on::DATE) AS physical_share_after,
           newest(in_statistics_amount, place, cleared, 'in_statistics_amount', period_on,
                  month_on::DATE) AS in_statistics_amount_last,
           newest(in_statistics_amount, place, cleared, 'in_statistics_amount', period_on,
                  month_on::DATE - 1) AS in_statistics_amount_before,
           next_stated(in_statistics_amount, place, period_on, month_on::DATE) AS in_statistics_amount_after,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                  december_before(month_on)) AS december_amount
    FROM accepted_progress() GROUP BY project_id),
    base AS (SELECT y.project_id, y.work_done_amount AS base_amount FROM year_end_now y
        WHERE y.source IS NULL AND y.year_end_on = december_before(month_on))
    SELECT project_id, t.* EXCLUDE (project_id, december_amount),
           r.project_id IS NOT NULL AND t.december_amount IS NOT NULL AS december_told,
           told_year_end(r.project_id IS NOT NULL, t.december_amount, b.base_amount) AS year_end_work_done_amount_last
    FROM told t FULL JOIN base b USING (project_id) LEFT JOIN reported_december(month_on) r USING (project_id);
COMMENT ON MACRO TABLE held_progress IS
    'One row a project that reported progress: each cumulative field as of the month (_last), as of the month '
    'before (_before), and as the next month that states it says (_after); year_end_ is what stood at the last '
    'year''s end, december_told where that December''s own report says it.';

CREATE MACRO held_funding(month_on) AS TABLE
    WITH told AS (
        SELECT project_id, source, currency,
               count(*) FILTER (period_on <= month_on::DATE
                   AND (planned_amount IS NOT NULL OR list_contains(cleared, 'planned_amount'))) > 0 AS plan_told,
               newest(planned_amount, place, cleared, 'planned_amount', period_on, month_on::DATE) AS planned_amount,
               newest(allocated_amount, place, cleared, 'allocated_amount', period_on,
                      month_on::DATE) AS allocated_amount_last,
               newest(allocated_amount, place, cleared, 'allocated_amount', period_on,
                      month_on::DATE - 1) AS allocated_amount_before,
               next_stated(allocated_amount, place, period_on, month_on::DATE) AS allocated_amount_after,
               newest(received_amount, place, cleared, 'received_amount', period_on,
                      month_on::DATE) AS received_amount_last,
               newest(received_amount, place, cleared, 'received_amount', period_on,
                      month_on::DATE - 1) AS received_amount_before,
               next_stated(received_amount, place, period_on, month_on::DATE) AS received_amount_after,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, month_on::DATE) AS paid_amount_last,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, month_on::DATE - 1) AS paid_amount_before,
               next_stated(paid_amount, place, period_on, month_on::DATE) AS paid_amount_after,
               arg_max(plan_complete, place) FILTER (plan_complete IS NOT NULL
                   AND period_on <= month_on::DATE) AS plan_complete_last,
               newest(allocated_amount, place, cleared, 'allocated_amount', period_on,
                      december_before(month_on)) AS december_allocated,
               newest(received_amount, place, cleared, 'received_amount', period_on,
                      december_before(month_on)) AS december_received,
               newest(paid_amount, place, cleared, 'paid_amount', period_on, december_before(month_on)) AS december_paid
        FROM accepted_funding() GROUP BY project_id, source, currency),
    base AS (
        SELECT y.project_id, y.source, y.currency, y.allocated_amount AS base_allocated,
               y.received_amount AS base_received, y.paid_amount AS base_paid
        FROM year_end_now y WHERE y.source IS NOT NULL AND y.year_end_on = december_before(month_on))
    SELECT project_id, source, currency,
           CASE WHEN t.plan_told THEN t.planned_amount ELSE s.amount END AS planned_amount_last,
           t.* EXCLUDE (project_id, source, currency, plan_told, planned_amount, december_allocated,
                        december_received, december_paid),
           told_year_end(r.project_id IS NOT NULL, t.december_allocated,
                         b.base_allocated) AS year_end_allocated_amount_last,
           told_year_end(r.project_id IS NOT NULL, t.december_received,
                         b.base_received) AS year_end_received_amount_last,
           told_year_end(r.project_id IS NOT NULL, t.december_paid, b.base_paid) AS year_end_paid_amount_last
    FROM told t FULL JOIN stated_funding() s USING (project_id, source, currency)
    FULL JOIN base b USING (project_id, source, currency) LEFT JOIN reported_december(month_on) r USING (project_id);
COMMENT ON MACRO TABLE held_funding IS
    'One row a project, source and currency, stated by the library or reported: the planned amount as of the month, '
    'and each cumulative field as held_progress does.';

CREATE MACRO held_plan(month_on) AS TABLE
    WITH told AS (
        SELECT project_id, year,
               newest(planned_amount, place, cleared, 'planned_amount', period_on,
                      month_on::DATE) AS planned_amount_last,
               newest(year_forecast_amount, place, cleared, 'year_forecast_amount', period_on,
                      month_on::DATE) AS year_forecast_amount_last
        FROM accepted_plan() GROUP BY project_id, year)
    SELECT project_id, year, t.planned_amount_last, t.year_forecast_amount_last, n.planned_amount AS in_force_amount
    FROM told t FULL JOIN plan_now n USING (project_id, year);
COMMENT ON MACRO TABLE held_plan IS
    'One row a project and year with a plan: as the owner revised it by the month, what was expected to be done of it '
    'by the year''s end, and the plan in force.';

CREATE MACRO held_milestone() AS TABLE
    SELECT m.project_id, m.milestone, m.due_on AS due_on_last, m.due_precision AS due_precision_last,
           m.forecast_on AS forecast_on_last, m.forecast_precision AS forecast_precision_last,
           m.done_on AS done_on_last, m.done_precision AS done_precision_last, m.sort_order, m.core
    FROM milestone_now m;
COMMENT ON MACRO TABLE held_milestone IS
    'One row a project and milestone of which anything is stated: the due day in force, forecast and done day.';

CREATE MACRO held_obstacle() AS TABLE
    SELECT o.project_id, o.obstacle, o.reason AS reason_last, o.what AS what_last, o.due_on AS due_on_last,
           o.cleared_on AS cleared_on_last
    FROM obstacle_row() o;
COMMENT ON MACRO TABLE held_obstacle IS 'One row an obstacle as last stated.';

CREATE MACRO month_stated(month_on, projects) AS TABLE
    SELECT DISTINCT l.project_id, l.kind, l.part, l.currency, l.field
    FROM reported_line(projects) l
    JOIN accepted_now a ON a.submission_id = l.event_id AND in_part(a.project_ids, l.project_id)
    WHERE l.period_on = month_on::DATE;
COMMENT ON MACRO TABLE month_stated IS
    'One row a figure of one of these projects that an accepted report of this very month states or takes back.';

CREATE MACRO pending_report(newest_event, of_period_on, of_unit_code) AS TABLE
    SELECT submission_id, sent_by, sent_at, file_name, file_sha256 FROM submission_state(newest_event)
    WHERE verdict = 'pending' AND period_on = of_period_on::DATE AND unit_code = of_unit_code::VARCHAR;
COMMENT ON MACRO TABLE pending_report IS 'One row a report of the unit and month that nobody has decided.';
