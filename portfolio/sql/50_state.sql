-- One row a project with everything known of it, then its light and the rule that set it.

CREATE MACRO delay() AS TABLE
    WITH m AS (SELECT * FROM milestone_now n),
    open_core AS (
        SELECT project_id, max(late_days) AS days, arg_max(milestone, (late_days, -sort_order)) AS milestone,
               max(late_days) FILTER (milestone <> 'start') AS other_days
        FROM m WHERE core AND NOT done AND NOT implied AND due_on IS NOT NULL GROUP BY project_id)
    SELECT m.project_id,
           CASE WHEN bool_or(m.core AND m.due_on IS NOT NULL) THEN coalesce(any_value(o.days), 0) END AS delay_days,
           any_value(o.milestone) FILTER (o.days > 0) AS delay_milestone,
           coalesce(any_value(o.other_days), 0) AS other_delay_days,
           max(CASE WHEN done OR implied THEN 0 ELSE late_days END)
               FILTER (m.milestone = 'start' AND m.due_on IS NOT NULL) AS start_delay_days,
           max(m.due_on) FILTER (m.milestone = 'start') AS start_due_on,
           max(m.due_on) FILTER (m.milestone = 'completion') AS completion_due_on,
           coalesce(bool_or(done AND core
                            AND m.sort_order >= (SELECT c.sort_order FROM code_milestone c WHERE c.code = 'start')),
                    FALSE) AS started,
           max(year(m.done_on)) FILTER (m.milestone = 'start' AND done) AS start_year,
           coalesce(bool_or(done) FILTER (completes(m.milestone)), FALSE) AS completed,
           coalesce(max(m.done_on) FILTER (m.milestone = 'completion' AND done),
                    max(m.done_on) FILTER (m.milestone = 'acceptance' AND done),
                    max(m.done_on) FILTER (m.milestone = 'in_use' AND done)) AS completed_on,
           count(*) FILTER (m.warning) AS warning_count, sum(m.approved_count)::BIGINT AS approved_count,
           count(m.postponed_days) AS postponed_count, count(*) FILTER (m.forecast_past_days > 0) AS lapsed_count
    FROM m LEFT JOIN open_core o USING (project_id) GROUP BY m.project_id;
COMMENT ON MACRO TABLE delay IS
    'One row a project with any milestone: most days late among open core milestones, start, completion, '
    'reschedulings.';

CREATE MACRO project_fact() AS TABLE
    WITH evidence_by AS (
        SELECT DISTINCT g.project_id FROM public_page() g CROSS JOIN day_now d WHERE g.stated_on <= d.as_of),
    day AS (SELECT s.*, make_date(s.reviewed_year - 1, 12, 31) AS reviewed_december_on FROM day_now s),
    grouped AS (SELECT DISTINCT unnest(a.ancestor_ids) AS project_id FROM read_now a)
    SELECT p.project_id, p.parent_id, p.kind, p.name, p.county_code, p.box, p.item, p.service_area, p.category,
           p.programme, p.owner_unit, p.stated_in,
           s.stage, i.investment_amount, i.investment_basis, i.investment_qualifier,
           f.planned_funding_amount, f.allocated_amount, f.received_amount, f.paid_amount,
           coalesce(f.paid_whole, FALSE) AS paid_whole, f.plan_complete, f.not_arrived_amount, f.unpaid_amount,
           f.payment_untold_amount, f.aged_received_amount, f.aged_unpaid_amount, f.aged_untold_amount,
           f.long_unpaid_amount, f.two_year_unpaid_amount,
           CASE WHEN f.plan_complete AND f.plan_summable
                THEN i.investment_amount - f.planned_funding_amount END AS unfunded_gap_amount,
           g.work_done_amount, g.physical_share, g.in_statistics_amount, r.last_period_on,
           coalesce(r.reported, FALSE) AS reported,
           coalesce(r.reported_later, FALSE) AS reported_later,
           coalesce(r.reporting_overdue, FALSE) AS reporting_overdue,
           coalesce(w.stands_on <= q.last_closed_on, TRUE) AS stood_at_close,
           r.last_year AS year, coalesce(r.money_year, l.told_year) AS money_year,
           own_elapsed_share(r.last_period_on, d.start_due_on, d.completion_due_on) AS elapsed_share,
           n.planned_amount AS annual_plan_amount, n.initial_amount AS initial_plan_amount,
           v.year_forecast_amount, v.reviewed_forecast_amount,
           CASE WHEN r.last_year IS NOT NULL THEN r.last_year IN (SELECT o.year FROM listed_row() o) END AS plan_listed,
           g.work_done_amount - year_base(g.december_amount, r.december_reported, y.work_done_amount, TRUE,
                                          g.work_done_amount, d.start_year, r.last_year) AS work_done_year_amount,
           g.reviewed_amount IS NOT NULL AND NOT (k.project_id IS NOT NULL AND r.reviewed_december_reported)
               AND year_base(g.reviewed_december_amount, r.reviewed_december_reported, z.work_done_amount, TRUE,
                             g.reviewed_amount, d.start_year, q.reviewed_year) IS NULL AS base_unknown,
           base_unknown AND NOT december_asked(q.first_opened_on, w.entered_on, q.reviewed_december_on) AS base_excused,
           f.paid_year_amount, m.planned_amount AS money_plan_amount, d.delay_days, d.delay_milestone,
               d.other_delay_days, d.start_delay_days, d.start_due_on,
           coalesce(d.started, FALSE) AS started, coalesce(d.completed, FALSE) AS completed, d.completed_on,
           coalesce(d.warning_count, 0) AS warning_count, coalesce(d.approved_count, 0) AS approved_count,
           coalesce(d.postponed_count, 0) AS postponed_count, coalesce(d.lapsed_count, 0) AS lapsed_count,
           e.project_id IS NOT NULL AS has_evidence
    FROM read_row() p CROSS JOIN day q
    LEFT JOIN current_stage() s USING (project_id)
    LEFT JOIN current_investment() i USING (project_id)
    LEFT JOIN current_funding() f USING (project_id)
    LEFT JOIN current_progress() g USING (project_id)
    LEFT JOIN reporting_now r ON r.project_id = p.project_id
    LEFT JOIN plan_now n ON n.project_id = p.project_id AND n.year = r.last_year
    LEFT JOIN current_year_forecast() v ON v.project_id = p.project_id
    LEFT JOIN treasury_year() l ON l.project_id = p.project_id
    LEFT JOIN plan_now m ON m.project_id = p.project_id AND m.year = coalesce(r.money_year, l.told_year)
    LEFT JOIN delay() d ON d.project_id = p.project_id
    LEFT JOIN grouped k ON k.project_id = p.project_id
    LEFT JOIN entered_row() w ON w.project_id = p.project_id
    LEFT JOIN (FROM year_end_now WHERE source IS NULL) y
      ON y.project_id = p.project_id AND y.year_end_on = r.december_on
    LEFT JOIN (FROM year_end_now WHERE source IS NULL) z ON z.project_id = p.project_id
        AND z.year_end_on = q.reviewed_december_on
    LEFT JOIN evidence_by e ON e.project_id = p.project_id;
COMMENT ON MACRO TABLE project_fact IS
    'One row a project that was read: current amounts, the figures of the year of its last report (year), of money in '
    'that or the later year of which the treasury tells (money_year), delay; '
    'before any light. base_unknown where it knows its work by the last month under review and not what of it was '
    'done before the year under review (缺年初数); base_excused where that December lies before the first month ever '
    'opened for reports or before the project entered.';

CREATE MACRO project_measured() AS TABLE
    WITH rated AS (
        SELECT f.*, work_done_year_amount::DOUBLE / nullif(annual_plan_amount, 0)::DOUBLE AS completion,
               CASE WHEN paid_whole
                    THEN round(paid_year_amount::DOUBLE / nullif(money_plan_amount, 0)::DOUBLE, 9)
                    END AS annual_payment_share,
               CASE WHEN physical_share IS NOT NULL
                    THEN investment_amount * greatest(q.payment_floor_share, physical_share + q.payment_margin_share)
                    END AS payment_bound_amount,
               q.pacing_yellow_share, q.pacing_red_share, q.late_red_days, q.payment_floor_share, q.payment_low_share
        FROM project_fact() f CROSS JOIN day_now q)
    SELECT * EXCLUDE (completion, payment_bound_amount, money_plan_amount), round(completion, 9) AS completion_share,
           round(completion - elapsed_share, 9) AS pacing_share,
           round(year_forecast_amount::DOUBLE / nullif(annual_plan_amount, 0)::DOUBLE, 9) AS forecast_share,
           CASE WHEN coalesce(investment_amount, 0) = 0 THEN NULL
                WHEN paid_amount > payment_bound_amount THEN TRUE WHEN NOT paid_whole THEN NULL
                WHEN paid_amount <= investment_amount * payment_floor_share THEN FALSE
                WHEN physical_share IS NOT NULL THEN paid_amount > payment_bound_amount END AS payment_ahead,
           CASE WHEN paid_amount >= nullif(work_done_amount, 0) * payment_low_share THEN FALSE
                WHEN paid_whole THEN paid_amount < nullif(work_done_amount, 0) * payment_low_share END AS payment_low
    FROM rated;
COMMENT ON MACRO TABLE project_measured IS
    'One row a project with its rates: completion, pacing against 序时进度, payment against work. What is known to be '
    'paid can prove ahead, and enough; only all that was paid (paid_whole) can prove too little.';

CREATE MACRO stands_late(state, kind, completed) AS state = 'suspended' AND kind = 'project' AND NOT completed;
COMMENT ON MACRO stands_late IS
    'Whether the project stands still, so that what was late when it was stopped stays in the late count until 复工 or '
    '调出.';

CREATE MACRO project_lit() AS TABLE
    WITH judged AS (
        SELECT *,
               CASE WHEN start_delay_days > late_red_days THEN 2
                    WHEN start_delay_days >= 1 THEN 1 ELSE 0 END AS start_light,
               CASE WHEN other_delay_days > late_red_days THEN 2
                    WHEN other_delay_days >= 1 THEN 1 ELSE 0 END AS milestone_light,
               CASE WHEN pacing_share < -pacing_red_share THEN 2
                    WHEN pacing_share <= -pacing_yellow_share THEN 1 ELSE 0 END AS pacing_light,
               CASE WHEN payment_ahead THEN 1 ELSE 0 END AS ahead_light,
               CASE WHEN payment_low THEN 1 ELSE 0 END AS low_light
        FROM project_measured()),
    worst AS (SELECT *, greatest(start_light, milestone_light, pacing_light, ahead_light, low_light) AS light
        FROM judged),
    stated AS (
        SELECT *, CASE WHEN stage IN ('withdrawn', 'suspended') THEN stage WHEN kind IN ('service', 'group') THEN kind
                       WHEN completed THEN 'completed'
                       WHEN last_period_on IS NULL AND NOT has_evidence THEN 'not_reported'
                       WHEN last_period_on IS NULL THEN 'public_only'
                       WHEN delay_days IS NULL AND pacing_share IS NULL THEN 'no_nodes'
                       WHEN light = 2 THEN 'red' WHEN light = 1 THEN 'yellow'
                       WHEN reporting_overdue THEN 'not_reported' ELSE 'green' END AS state
        FROM worst)
    SELECT * EXCLUDE (start_light, milestone_light, pacing_light, ahead_light, low_light, light, other_delay_days,
                     pacing_yellow_share, pacing_red_share, late_red_days, payment_floor_share, payment_low_share),
           CASE WHEN state IN ('red', 'yellow')
                THEN CASE light WHEN start_light THEN 'start' WHEN milestone_light THEN 'milestones'
                     WHEN pacing_light THEN 'pacing' WHEN ahead_light THEN 'payment_ahead' ELSE 'payment_low' END
                WHEN state = 'green' THEN 'on_schedule'
                WHEN state = 'not_reported' AND last_period_on IS NOT NULL THEN 'silent'
                WHEN state = 'not_reported' THEN 'never_reported' ELSE state END AS rule,
           coalesce((state IN ('red', 'yellow', 'green', 'no_nodes')
                     OR (stands_late(state, kind, completed) AND last_period_on IS NOT NULL))
                    AND delay_days >= 1, FALSE) AS late,
           coalesce((state IN ('not_reported', 'public_only')
                     OR (stands_late(state, kind, completed) AND last_period_on IS NULL))
                    AND delay_days >= 1, FALSE) AS passed_unreported
    FROM stated;
COMMENT ON MACRO TABLE project_lit IS
    'One row a project with its state, the rule that set it, whether it is late, or past its day and unreported '
    '(时限已过、未填报).';

CREATE TABLE project_now AS FROM project_lit() LIMIT 0;
COMMENT ON TABLE project_now IS 'project_lit of the day.';

CREATE MACRO is_followed(kind, state) AS kind = 'project' AND state NOT IN ('suspended', 'withdrawn');
COMMENT ON MACRO is_followed IS
    'Whether what an owner puts off or leaves unsaid of the project is counted: of no service or group, of none '
    'suspended or withdrawn.';

CREATE MACRO is_judged(state) AS state IN ('red', 'yellow', 'green');
COMMENT ON MACRO is_judged IS 'Whether the project has a light, and so may be late or not.';

CREATE MACRO counts_late(kind, state) AS kind = 'project' AND state <> 'withdrawn';
COMMENT ON MACRO counts_late IS
    'Whether the project may count in 滞后率: completed, stopped and silent ones do, those taken out, services and '
    'groups do not.';

CREATE MACRO dated(kind, state, delay_days) AS counts_late(kind, state) AND delay_days IS NOT NULL;
COMMENT ON MACRO dated IS 'Whether the project has a due day of any core milestone, done or open: the whole of 滞后率.';

CREATE MACRO ought_to_start(kind, state, start_due_on, as_of) AS
    days_late(start_due_on, as_of) > 0 AND state NOT IN ('suspended', 'withdrawn') AND kind = 'project';
COMMENT ON MACRO ought_to_start IS
    'Whether the project ought to have started by the day, whether or not anything is known of it.';

CREATE MACRO due_to_start(kind, state, start_due_on, as_of) AS
    ought_to_start(kind, state, start_due_on, as_of) AND state NOT IN ('not_reported', 'public_only');
COMMENT ON MACRO due_to_start IS
    'Whether the project ought to have started by the day and something is known of it: the whole of 开工率.';
