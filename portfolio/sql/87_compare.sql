-- 县市区对比: what a county's figure rests on, its value, its rank, and both without its largest project.
-- What is compared, by which measures of money, and which end is better stands in codes/comparison.csv.

CREATE MACRO comparison_holding(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH named AS (SELECT DISTINCT unnest([part, less, whole]) AS measure FROM code_comparison)
    SELECT project_id, county_code, measure, sum(amount) AS amount
    FROM funding_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE measure IN ('receipt_planned', 'receipt_received', 'payment_received', 'payment_paid', 'idle') GROUP BY project_id, county_code, measure
    UNION ALL
    SELECT project_id, county_code, measure, counted_amount
    FROM counted(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) SEMI JOIN named USING (measure)
    WHERE counted_amount IS NOT NULL AND measure NOT IN ('receipt_planned', 'receipt_received', 'payment_received', 'payment_paid', 'idle');
COMMENT ON MACRO TABLE comparison_holding IS 'One row a selected row and compared measure of money that is counted in it; with a source filter, money split by source is that source''s only, as on 资金来源.';

CREATE MACRO comparison_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (
        SELECT p.*, l.ancestor_ids, s.as_of, s.last_closed_on
        FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
        JOIN snapshot s ON s.snapshot_id = p.snapshot_id
        JOIN library_row((SELECT t.known_at FROM snapshot t WHERE t.snapshot_id = snapshot)) l USING (project_id)),
    held AS MATERIALIZED (FROM comparison_holding(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    money AS (
        SELECT d.code AS comparison, h.project_id, sum(CASE h.measure WHEN d.part THEN h.amount WHEN d.less THEN -h.amount END) AS part,
               sum(h.amount) FILTER (h.measure = d.whole) AS whole
        FROM code_comparison d JOIN held h ON h.measure IN (d.part, d.less, d.whole) GROUP BY d.code, h.project_id),
    covered AS (
        SELECT d.code AS comparison, c.project_id, bool_or(h.county_code = c.county_code) AS at_home
        FROM code_comparison d JOIN held h ON h.measure = coalesce(d.whole, d.part)
        JOIN amount_now a ON a.snapshot_id = snapshot AND a.counted_id = h.project_id AND a.measure = h.measure
        JOIN chosen c ON c.project_id = a.project_id WHERE c.kind = 'project' GROUP BY d.code, c.project_id),
    tallied AS (
        SELECT project_id, unnest([
            {'comparison': 'late', 'within': is_judged(state), 'met': late},
            {'comparison': 'started', 'within': due_to_start(kind, state, start_due_on, as_of), 'met': started},
            {'comparison': 'reporting', 'within': must_report(kind, state), 'met': coalesce(last_period_on >= last_closed_on, FALSE)},
            {'comparison': 'projects', 'within': TRUE, 'met': TRUE}], recursive := true)
        FROM chosen WHERE kind = 'project')
    SELECT c.project_id, c.county_code, c.kind, c.ancestor_ids, d.code AS comparison,
           CASE WHEN t.within THEN t.met::INTEGER::DECIMAL(38,2) ELSE m.part END AS part, CASE WHEN t.within THEN 1::DECIMAL(38,2) ELSE m.whole END AS whole,
           coalesce(t.within, v.at_home, FALSE) AS known_here, coalesce(t.within, v.at_home IS NOT NULL) AS known_anywhere,
           CASE WHEN t.within THEN c.investment_amount ELSE coalesce(m.whole, m.part) END AS size_amount
    FROM chosen c CROSS JOIN code_comparison d
    LEFT JOIN money m ON m.project_id = c.project_id AND m.comparison = d.code LEFT JOIN covered v ON v.project_id = c.project_id AND v.comparison = d.code
    LEFT JOIN tallied t ON t.project_id = c.project_id AND t.comparison = d.code;
COMMENT ON MACRO TABLE comparison_part IS 'One row a selected row and comparison: what it adds to both sides of the figure (part ÷ whole, or part alone), whether its project is known in its own county or anywhere, and the amount by which it may be its county''s largest (the whole for rates of money, else the amount itself, the investment for counts).';

CREATE MACRO comparison_value(unit, known_count, part, whole) AS
    CASE WHEN known_count > 0 THEN CASE WHEN unit IN ('share', 'points') THEN rate(part, whole) ELSE part::DOUBLE END END;
COMMENT ON MACRO comparison_value IS 'The figure that is compared: a share (round(…, 9)), or an amount or count as it is; unknown where it rests on no project.';

CREATE MACRO comparison_merit(better, unit, value) AS
    CASE better WHEN 'low' THEN -1 ELSE 1 END * CASE WHEN unit IN ('share', 'points') THEN round(value::DECIMAL(38,9), 3)::DOUBLE ELSE value END;
COMMENT ON MACRO comparison_merit IS 'What counties are ranked by, the most first: the figure as shown, shares to a tenth of a percent, so that what looks equal ranks equal; turned round where less is better.';

CREATE MACRO comparison_ranking(ranked, known_count, value, minimum_count) AS
    CASE WHEN NOT coalesce(ranked, FALSE) THEN 'unranked' WHEN known_count < minimum_count OR value IS NULL THEN 'too_small' ELSE 'ranked' END;
COMMENT ON MACRO comparison_ranking IS 'Whether a county is ranked: ranked, too_small (样本不足: fewer known projects than the rule asks), unranked (city level, unnamed).';

CREATE MACRO comparison_rank(merits, merit) AS 1 + len(list_filter(merits, lambda other: other > merit));
COMMENT ON MACRO comparison_rank IS 'The rank of a merit among those of the ranked counties: one more than how many are better, so that equal ones share a rank. (A list: windows over so few rows cost several times as much.)';

CREATE MACRO comparison_sharing(merits, merit) AS len(list_filter(merits, lambda other: other = merit));
COMMENT ON MACRO comparison_sharing IS 'How many ranked counties share a rank: those of equal merit.';

CREATE MACRO comparison(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH part AS MATERIALIZED (FROM comparison_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    largest AS (
        SELECT comparison, county_code, first(project_id ORDER BY size_amount DESC, project_id) AS largest_id, max(size_amount) AS largest_amount
        FROM part WHERE size_amount > 0 GROUP BY comparison, county_code),
    marked AS (
        SELECT p.*, coalesce(p.project_id = l.largest_id OR list_contains(p.ancestor_ids, l.largest_id), FALSE) AS in_largest
        FROM part p LEFT JOIN largest l USING (comparison, county_code)),
    summed AS (
        SELECT comparison, coalesce(county_code, '*') AS county_code, sum(part) AS part, sum(whole) AS whole, count(*) FILTER (kind = 'project') AS project_count,
               CASE WHEN grouping(marked.county_code) = 1 THEN count(*) FILTER (kind = 'project' AND known_anywhere) ELSE count(*) FILTER (kind = 'project' AND known_here) END AS known_count,
               sum(part) FILTER (NOT in_largest) AS without_part, sum(whole) FILTER (NOT in_largest) AS without_whole,
               count(*) FILTER (kind = 'project' AND NOT in_largest) AS without_project_count, count(*) FILTER (kind = 'project' AND known_here AND NOT in_largest) AS without_known_count
        FROM marked GROUP BY GROUPING SETS ((comparison), (comparison, marked.county_code))),
    valued AS MATERIALIZED (
        SELECT u.*, d.better, d.unit, d.sort_order, y.sort_order AS county_order, l.largest_id, l.largest_amount, n.name AS largest_name,
               comparison_value(d.unit, u.known_count, u.part, u.whole) AS value,
               CASE WHEN l.largest_id IS NOT NULL THEN comparison_value(d.unit, u.without_known_count, u.without_part, u.without_whole) END AS without_value,
               comparison_ranking(y.ranked, u.known_count, value, s.county_minimum_count) AS ranking,
               CASE WHEN l.largest_id IS NOT NULL THEN comparison_ranking(y.ranked, u.without_known_count, without_value, s.county_minimum_count) END AS without_ranking
        FROM summed u JOIN code_comparison d ON d.code = u.comparison JOIN snapshot s ON s.snapshot_id = snapshot
        LEFT JOIN county_row((SELECT t.known_at FROM snapshot t WHERE t.snapshot_id = snapshot)) y USING (county_code)
        LEFT JOIN largest l USING (comparison, county_code)
        LEFT JOIN project_now n ON n.snapshot_id = snapshot AND n.project_id = l.largest_id),
    field AS (
        SELECT comparison, list(comparison_merit(better, unit, value)) FILTER (county_code <> '*' AND ranking = 'ranked') AS merits,
               list(comparison_merit(better, unit, without_value)) FILTER (county_code <> '*' AND without_ranking = 'ranked') AS without_merits
        FROM valued GROUP BY comparison),
    ranked AS (
        SELECT v.* EXCLUDE (better, ranking, without_ranking), v.better, CASE WHEN v.county_code <> '*' THEN v.ranking END AS ranking, v.without_ranking,
               CASE WHEN v.county_code <> '*' AND v.ranking = 'ranked' AND v.better <> 'none' THEN comparison_rank(merits, comparison_merit(v.better, v.unit, v.value)) END AS rank,
               CASE WHEN v.county_code <> '*' AND v.without_ranking = 'ranked' AND v.better <> 'none'
                    THEN comparison_rank(without_merits, comparison_merit(v.better, v.unit, v.without_value)) END AS without_rank,
               coalesce(len(merits), 0) AS ranked_count, coalesce(len(without_merits), 0) AS without_ranked_count, comparison_merit(v.better, v.unit, v.value) AS merit,
               CASE WHEN rank IS NOT NULL THEN comparison_sharing(merits, merit) END AS sharing_count,
               CASE WHEN without_rank IS NOT NULL THEN comparison_sharing(without_merits, comparison_merit(v.better, v.unit, v.without_value)) END AS without_sharing_count
        FROM valued v JOIN field USING (comparison))
    FROM ranked;
COMMENT ON MACRO TABLE comparison IS 'One row a comparison and county, * for the whole selection: both sides, value, known and all projects, ranking, rank of ranked_count (equal values share one, sharing_count of them; none where neither end is better), and the same without_ the county''s largest project or group (with its members): largest_id, the one with the largest_amount.';

CREATE MACRO comparison_row(snapshot, of_comparison, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id), r.part, r.whole, rate(r.part, r.whole) AS part_share, r.part > 0 AS met
    FROM comparison_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) r
    JOIN project_now p ON p.snapshot_id = snapshot AND p.project_id = r.project_id
    WHERE r.comparison = of_comparison AND r.part IS NOT NULL;
COMMENT ON MACRO TABLE comparison_row IS 'One row a selected row that a comparison''s figure adds up: its facts, part and whole, for counts whether it is met; the sums over the rows are the county''s.';

CREATE MACRO comparison_day(as_of, known_at) AS TABLE
    WITH closed AS (SELECT c.last_closed_on, r.report_close_days FROM calendar(as_of, known_at) c CROSS JOIN rules(as_of, known_at) r),
    month AS (
        SELECT last_day((c.last_closed_on - to_months(n::INTEGER))::DATE) AS month_on,
               CASE WHEN n = 0 THEN as_of::DATE ELSE last_day((c.last_closed_on - to_months(n::INTEGER))::DATE) + c.report_close_days + 1 END AS day_on
        FROM closed c CROSS JOIN range(0, 12) t(n))
    SELECT m.* FROM month m JOIN rules_begin(known_at) b ON m.day_on >= b.begins_on;
COMMENT ON MACRO TABLE comparison_day IS 'Up to twelve rows, a closed month each, and the day on which its reports had just closed; for the last one the day asked about; none before the first rule.';

CREATE MACRO curve_share(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT month_on, month(month_on) / 12.0::DOUBLE AS elapsed_share, rate(work_done_amount::DOUBLE * month(month_on), matched_plan_amount::DOUBLE * 12) AS work_share,
           rate(paid_amount::DOUBLE * month(month_on), paid_plan_amount::DOUBLE * 12) AS paid_share, annual_plan_amount, plan_count, work_done_count, paid_count
    FROM year_curve(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE curve_share IS 'One row a month of the year: work done and paid so far as shares of the annual plan of the same projects (those known that month), beside the elapsed share; curves of counties of any size on one scale.';
