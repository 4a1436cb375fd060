-- What the pages ask. Sums count what is known; known_count / project_count say on how many projects they rest.

CREATE MACRO measure_row() AS TABLE
    SELECT unnest(['investment', 'planned_funding', 'allocated', 'received', 'paid', 'work_done', 'idle', 'unfunded_gap', 'annual_plan', 'work_done_year', 'paid_year', 'rated_plan', 'rated_work',
                   'paced_plan', 'paced_work', 'paced_elapsed', 'payment_plan', 'payment_paid_year', 'receipt_planned', 'receipt_received', 'payment_received', 'payment_paid']) AS measure;
COMMENT ON MACRO TABLE measure_row IS 'One row a measure of own_amount.';

CREATE MACRO known_amount_row(snapshot) AS TABLE
    SELECT a.project_id, c.county_code, c.category, a.measure[:-8] AS measure, a.amount, c.kind = 'project' AS counts, a.project_id AS holder_id, TRUE AS at_home, TRUE AS alike
    FROM (FROM amount_now n WHERE n.snapshot_id = snapshot) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount'))) a JOIN project_now c ON c.snapshot_id = snapshot AND c.project_id = a.project_id
    UNION ALL BY NAME
    SELECT h.project_id, c.county_code, c.category, h.measure, TRUE AS counts, h.holder_id, o.county_code = c.county_code AS at_home, o.category = c.category AS alike
    FROM held_now h JOIN project_now c ON c.snapshot_id = snapshot AND c.project_id = h.project_id JOIN project_now o ON o.snapshot_id = snapshot AND o.project_id = h.holder_id
    WHERE h.snapshot_id = snapshot AND c.kind = 'project';
COMMENT ON MACRO TABLE known_amount_row IS 'One row a library row and measure of which money is known: its yuan where that is counted in the row (holder_id is its own number), or without yuan a project whose money a group above holds (holder_id), at_home and alike where that is in the same county and of the same category; counts where the row is one of the projects that a sum rests on.';

CREATE TABLE known_amount_now AS SELECT 0::BIGINT AS snapshot_id, * FROM known_amount_row(0) LIMIT 0;
COMMENT ON TABLE known_amount_now IS 'known_amount_row of a snapshot.';

CREATE MACRO level_of(by_county, by_category) AS CASE WHEN by_county THEN 'county' WHEN by_category THEN 'category' ELSE 'all' END;
COMMENT ON MACRO level_of IS 'What a sum is over: a county, a category, or all.';

CREATE MACRO amount_sum(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT project_id, kind, county_code, category FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    place AS (
        SELECT level_of(grouping(county_code) = 0, grouping(category) = 0) AS level, coalesce(county_code, category) AS code, number_of(kind = 'project') AS project_count
        FROM chosen GROUP BY GROUPING SETS ((), (county_code), (category)) HAVING count(*) > 0),
    told AS (
        SELECT a.* FROM known_amount_now a SEMI JOIN chosen USING (project_id) SEMI JOIN chosen h ON h.project_id = a.holder_id WHERE a.snapshot_id = snapshot),
    summed AS (
        SELECT level_of(grouping(county_code) = 0, grouping(category) = 0) AS level, coalesce(county_code, category) AS code, measure, sum(amount) AS amount,
               CASE WHEN grouping(county_code) = 0 THEN number_of(counts AND at_home) WHEN grouping(category) = 0 THEN number_of(counts AND alike) ELSE number_of(counts) END AS known_count
        FROM told GROUP BY GROUPING SETS ((measure), (county_code, measure), (category, measure)))
    SELECT p.level, p.code, m.measure, s.amount, coalesce(s.known_count, 0) AS known_count, p.project_count
    FROM place p CROSS JOIN measure_row() m LEFT JOIN summed s ON s.level = p.level AND s.code IS NOT DISTINCT FROM p.code AND s.measure = m.measure;
COMMENT ON MACRO TABLE amount_sum IS 'One row a measure and county, category (level, code) or the whole (level all): yuan counted in the rows of that place, and on how many of its projects it rests.';

CREATE MACRO state_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT county_code, state, count(*) AS project_count
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE kind <> 'group' GROUP BY county_code, state;
COMMENT ON MACRO TABLE state_count IS 'One row a county and state: how many projects and services are in it; groups are never counted.';

CREATE MACRO coverage(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT county_code, number_of(kind = 'project') AS project_count,
           number_of(kind = 'project' AND last_period_on IS NOT NULL) AS ever_reported_count,
           number_of(expected) AS expected_count,
           number_of(expected AND last_period_on >= last_closed_on) AS reported_count,
           number_of(expected AND reporting_overdue) AS overdue_count, any_value(last_closed_on) AS last_closed_on
    FROM (SELECT p.*, s.last_closed_on, must_report(p.kind, p.state) AS expected
          FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
          JOIN snapshot s ON s.snapshot_id = p.snapshot_id)
    GROUP BY county_code;
COMMENT ON MACRO TABLE coverage IS 'One row a county: projects expected to report the last closed month (not completed, suspended or withdrawn) and those that did.';

CREATE MACRO is_judged(state) AS state IN ('red', 'yellow', 'green');
COMMENT ON MACRO is_judged IS 'Whether the project has a light, and so may be late or not.';

CREATE MACRO due_to_start(kind, state, start_due_on, as_of) AS
    days_late(start_due_on, as_of) > 0 AND state NOT IN ('not_reported', 'public_only', 'suspended', 'withdrawn') AND kind = 'project';
COMMENT ON MACRO due_to_start IS 'Whether the project ought to have started by the day and something is known of it: the whole of 开工率.';

CREATE MACRO county_delay(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.county_code, number_of(kind = 'project') AS project_count, number_of(judged) AS known_count, number_of(late) AS late_count,
           number_of(state = 'red') AS red_count, number_of(state = 'yellow') AS yellow_count,
           max(CASE WHEN late THEN delay_days END) AS worst_delay_days, median(CASE WHEN late THEN delay_days END) AS median_delay_days,
           number_of(warning_count > 0 AND must_report(kind, state) AND last_period_on IS NOT NULL) AS warning_count,
           number_of(passed_unreported) AS passed_unreported_count,
           number_of(silent_count > 0 AND kind = 'project') AS silent_project_count,
           number_of(due_to_start) AS due_to_start_count, number_of(due_to_start AND started) AS started_count,
           number_of(judged) < any_value(s.county_minimum_count) AS sample_too_small
    FROM (SELECT *, is_judged(state) AS judged FROM
          selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)) p
    JOIN snapshot s ON s.snapshot_id = p.snapshot_id,
    LATERAL (SELECT due_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS due_to_start)
    GROUP BY p.county_code;
COMMENT ON MACRO TABLE county_delay IS 'One row a county: judged projects, late ones, worst and median days, 预警, 时限已过未填报, 开工率 both sides, 样本不足.';

CREATE MACRO source_amount(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.county_code, f.source, f.currency, count(DISTINCT f.project_id) AS project_count,
           sum(CASE WHEN f.currency <> 'CNY' OR a.planned_funding_amount IS NOT NULL THEN f.planned_amount END) AS planned_amount, sum(CASE WHEN f.currency <> 'CNY' OR a.allocated_amount IS NOT NULL THEN f.allocated_amount END) AS allocated_amount,
           sum(CASE WHEN f.currency <> 'CNY' OR a.received_amount IS NOT NULL THEN f.received_amount END) AS received_amount, sum(CASE WHEN f.currency <> 'CNY' OR a.paid_amount IS NOT NULL THEN f.paid_amount END) AS paid_amount,
           sum(CASE WHEN f.currency <> 'CNY' OR a.paid_year_amount IS NOT NULL THEN f.paid_year_amount END) AS paid_year_amount, sum(CASE WHEN f.currency <> 'CNY' OR a.idle_amount IS NOT NULL THEN f.idle_amount END) AS idle_amount,
           count(f.planned_amount) AS planned_known_count, count(f.received_amount) AS received_known_count, count(f.paid_amount) AS paid_known_count
    FROM funding_now f JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c USING (project_id)
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = f.project_id
    WHERE f.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], f.source))
    GROUP BY c.county_code, f.source, f.currency;
COMMENT ON MACRO TABLE source_amount IS 'One row a county, source and currency: money of the rows in which it is counted; with a source filter, that source only.';
