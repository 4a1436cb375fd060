-- 支出进度: rates of the year under review (the year of the last closed month), and the rows behind them.

CREATE MACRO of_measure(value, measure, wanted) AS max(CASE WHEN measure = wanted THEN value END);
COMMENT ON MACRO of_measure IS 'What one row of a frame of measures says of the measure `wanted`, as a column.';

CREATE MACRO rate(part, whole) AS round(part::DOUBLE / nullif(whole, 0)::DOUBLE, 9);
COMMENT ON MACRO rate IS 'part ÷ whole as a share; unknown where either is, or where the whole is nothing.';

CREATE MACRO pace(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH amount AS (FROM amount_sum(snapshot, 'annual_plan|rated_plan|rated_work|paced_plan|paced_work|paced_elapsed|payment_plan|payment_paid_year', counties, areas, categories, projects, scope, sources, stages, states, search)),
    wide AS (
        SELECT level, code, of_measure(amount, measure, 'annual_plan') AS planned_amount, of_measure(known_count, measure, 'annual_plan') AS planned_count,
               of_measure(amount, measure, 'rated_plan') AS annual_plan_amount, of_measure(amount, measure, 'rated_work') AS work_done_year_amount,
               of_measure(amount, measure, 'paced_plan') AS paced_plan_amount, of_measure(amount, measure, 'paced_work') AS paced_work_amount,
               of_measure(amount, measure, 'paced_elapsed') AS elapsed_amount, of_measure(known_count, measure, 'paced_plan') AS paced_count,
               of_measure(known_count, measure, 'rated_plan') AS known_count,
               of_measure(amount, measure, 'payment_plan') AS payment_plan_amount, of_measure(amount, measure, 'payment_paid_year') AS paid_year_amount,
               of_measure(known_count, measure, 'payment_plan') AS payment_known_count, max(project_count) AS project_count,
               of_measure(undivided_amount, measure, 'annual_plan') AS undivided_amount, of_measure(undivided_count, measure, 'annual_plan') AS undivided_count
        FROM amount GROUP BY level, code)
    SELECT w.*, rate(work_done_year_amount, annual_plan_amount) AS completion_share, rate(elapsed_amount, paced_plan_amount) AS elapsed_share, rate(paced_work_amount, paced_plan_amount) AS paced_share,
           rate(paced_work_amount - elapsed_amount, paced_plan_amount) AS pacing_share, rate(paid_year_amount, payment_plan_amount) AS annual_payment_share,
           CASE WHEN w.level = 'county' THEN CASE WHEN NOT coalesce(c.ranked, FALSE) THEN 'unranked' WHEN known_count < s.county_minimum_count THEN 'too_small' ELSE 'ranked' END END AS ranking
    FROM wide w JOIN snapshot s ON s.snapshot_id = snapshot
    LEFT JOIN county_now c ON w.level = 'county' AND c.snapshot_id = snapshot AND c.county_code = w.code;
COMMENT ON MACRO TABLE pace IS 'One row a county, a category (level, code) and the whole (level all): this year''s work done and paid against the plan of the projects that know both sides, the elapsed share weighted by the plan of those past their due start (paced_count), the share that these have done (paced_share), 较序时进度 of the same, 年度支付进度, how much of the plan in how many groups is not broken down (undivided_); a county''s ranking: ranked, too_small (样本不足), unranked (city level, unnamed).';

CREATE MACRO pace_row(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id) REPLACE (
               a.annual_plan_amount::DECIMAL(18,2) AS annual_plan_amount, coalesce(a.rated_work_amount, a.work_done_year_amount) AS work_done_year_amount,
               coalesce(a.payment_paid_year_amount, a.paid_year_amount) AS paid_year_amount,
               CASE WHEN a.grouped THEN rate(a.rated_work_amount, a.rated_plan_amount) ELSE p.completion_share END AS completion_share,
               CASE WHEN a.grouped THEN rate(a.paced_work_amount - a.paced_elapsed_amount, a.paced_plan_amount) ELSE p.pacing_share END AS pacing_share,
               CASE WHEN a.grouped THEN rate(a.payment_paid_year_amount, a.payment_plan_amount) ELSE p.annual_payment_share END AS annual_payment_share),
           a.rated_plan_amount IS NOT NULL AS in_total, a.annual_plan_amount IS NOT NULL AS plan_counted, a.payment_plan_amount IS NOT NULL AS payment_counted
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = p.project_id
    WHERE a.annual_plan_amount IS NOT NULL OR a.work_done_year_amount IS NOT NULL OR a.paid_year_amount IS NOT NULL;
COMMENT ON MACRO TABLE pace_row IS 'One row a selected row that knows its plan, work done or payment of the year under review: what stands behind pace, in row amounts; in_total where it knows plan and work done, plan_counted where its plan is in the year''s, payment_counted where plan and payment are in 年度支付进度.';

CREATE MACRO plan_year(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH reviewed AS (SELECT year(s.last_closed_on) AS year FROM snapshot s WHERE s.snapshot_id = snapshot),
    stated AS (
        SELECT n.year, n.planned_amount FROM plan_now n
        JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p ON p.project_id = n.project_id
        WHERE n.snapshot_id = snapshot AND p.kind <> 'service' UNION ALL SELECT year, NULL FROM reviewed)
    SELECT year, count(planned_amount) AS planned_count, year = (SELECT year FROM reviewed) AS under_review
    FROM stated GROUP BY year HAVING count(planned_amount) > 0 OR year = (SELECT year FROM reviewed);
COMMENT ON MACRO TABLE plan_year IS 'One row a year for which any selected project has a plan, and the year under review (that of the last closed month) even if none has.';

CREATE MACRO plan_missing(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id), must_report(p.kind, p.state) AS plan_expected, n.project_id IS NOT NULL AS plan_undivided
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    LEFT JOIN planned_now n ON n.snapshot_id = snapshot AND n.project_id = p.project_id
    WHERE p.kind = 'project' AND NOT coalesce(n.own, FALSE);
COMMENT ON MACRO TABLE plan_missing IS 'One row a selected project without a plan of its own for the year under review; plan_expected is false where none is due any more (completed, suspended, withdrawn), plan_undivided is true where a group above it has one (计划未分解).';

CREATE MACRO payment_flag(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id), r.paid_of_investment_share, r.paid_of_work_share
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN project_rate(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) r USING (project_id)
    WHERE p.kind = 'project' AND (p.payment_ahead OR p.payment_low);
COMMENT ON MACRO TABLE payment_flag IS 'One row a selected project paid ahead of the work (超进度支付) or below the floor of work done (支付低于完成投资的规定比例), with paid ÷ investment and paid ÷ work done.';

CREATE MACRO payment_judged(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT count(*) AS project_count, count(payment_ahead) AS ahead_known_count, number_of(payment_ahead) AS ahead_count,
           count(payment_low) AS low_known_count, number_of(payment_low) AS low_count
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE kind = 'project';
COMMENT ON MACRO TABLE payment_judged IS 'One row in all: how many selected projects could be judged on payment against work, and how many are flagged.';
