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
               of_measure(known_count, measure, 'payment_plan') AS payment_known_count, max(project_count) AS project_count
        FROM amount GROUP BY level, code)
    SELECT w.*, rate(work_done_year_amount, annual_plan_amount) AS completion_share, rate(elapsed_amount, paced_plan_amount) AS elapsed_share, rate(paced_work_amount, paced_plan_amount) AS paced_share,
           rate(paced_work_amount - elapsed_amount, paced_plan_amount) AS pacing_share, rate(paid_year_amount, payment_plan_amount) AS annual_payment_share,
           CASE WHEN w.level = 'county' THEN CASE WHEN NOT coalesce(c.ranked, FALSE) THEN 'unranked' WHEN known_count < s.county_minimum_count THEN 'too_small' ELSE 'ranked' END END AS ranking
    FROM wide w JOIN snapshot s ON s.snapshot_id = snapshot
    LEFT JOIN county_now c ON w.level = 'county' AND c.snapshot_id = snapshot AND c.county_code = w.code;
COMMENT ON MACRO TABLE pace IS 'One row a county, a category (level, code) and the whole (level all): this year''s work done and paid against the plan of the projects that know both sides, the elapsed share weighted by the plan of those past their due start (paced_count), the share that these have done (paced_share), 较序时进度 of the same, 年度支付进度; a county''s ranking: ranked, too_small (样本不足), unranked (city level, unnamed).';

