-- 县市区对比: what a county's figure rests on, its value, its rank, and both without its largest project.
-- What is compared, by which measures of money, and which end is better stands in codes/comparison.csv.

CREATE MACRO comparison_measure() AS TABLE
    SELECT code AS comparison, unit, better, sort_order, coalesce(part, code || '_met') AS part, less, coalesce(whole, CASE WHEN part IS NULL THEN code || '_within' END) AS whole,
           coalesce(whole, part, code || '_within') AS basis, coalesce(whole, part, code || '_size') AS size
    FROM code_comparison;
COMMENT ON MACRO TABLE comparison_measure IS 'One row a comparison: the measures that its figure is made of (part less `less`, over whole), the one of which a project must know something to be counted (basis), and the one by which a project may be its county''s largest (size); of counted ones (late, started, reporting, projects) those of comparison_side.';

CREATE MACRO comparison_side(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH split AS (
        SELECT snapshot_id, project_id, sum(COLUMNS('(idle|receipt_planned|receipt_received|payment_received|payment_paid)_amount')) AS 'split_\1'
        FROM part_now p WHERE is_one_of(snapshots, p.snapshot_id) AND sources IS NOT NULL AND list_contains(sources::VARCHAR[], p.source) GROUP BY snapshot_id, project_id),
    chosen AS (
        SELECT p.snapshot_id, p.project_id, p.kind, p.county_code, p.investment_amount, is_judged(p.state) AS late_asked, p.late,
               due_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS start_asked, p.started,
               must_report(p.kind, p.state) AS report_asked, coalesce(p.last_period_on >= s.last_closed_on, FALSE) AS reported, p.kind = 'project' AS counts
        FROM selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) p JOIN snapshot s ON s.snapshot_id = p.snapshot_id)
    SELECT c.snapshot_id, c.project_id, c.kind, c.county_code, a.investment_amount, a.paced_plan_amount, a.paced_work_amount, a.paced_elapsed_amount,
           a.rated_plan_amount, a.rated_work_amount, a.payment_plan_amount, a.payment_paid_year_amount,
           CASE WHEN sources IS NULL THEN a.idle_amount ELSE split_idle END AS idle_amount, CASE WHEN sources IS NULL THEN a.receipt_planned_amount ELSE split_receipt_planned END AS receipt_planned_amount,
           CASE WHEN sources IS NULL THEN a.receipt_received_amount ELSE split_receipt_received END AS receipt_received_amount, CASE WHEN sources IS NULL THEN a.payment_received_amount ELSE split_payment_received END AS payment_received_amount,
           CASE WHEN sources IS NULL THEN a.payment_paid_amount ELSE split_payment_paid END AS payment_paid_amount,
           CASE WHEN counts AND late_asked THEN 1 END::DECIMAL(38,2) AS late_within_amount, CASE WHEN counts AND late_asked THEN late::INTEGER END::DECIMAL(38,2) AS late_met_amount, CASE WHEN counts AND late_asked THEN c.investment_amount END::DECIMAL(38,2) AS late_size_amount,
           CASE WHEN counts AND start_asked THEN 1 END::DECIMAL(38,2) AS started_within_amount, CASE WHEN counts AND start_asked THEN started::INTEGER END::DECIMAL(38,2) AS started_met_amount, CASE WHEN counts AND start_asked THEN c.investment_amount END::DECIMAL(38,2) AS started_size_amount,
           CASE WHEN counts AND report_asked THEN 1 END::DECIMAL(38,2) AS reporting_within_amount, CASE WHEN counts AND report_asked THEN reported::INTEGER END::DECIMAL(38,2) AS reporting_met_amount, CASE WHEN counts AND report_asked THEN c.investment_amount END::DECIMAL(38,2) AS reporting_size_amount,
           CASE WHEN counts AND counts THEN 1 END::DECIMAL(38,2) AS projects_within_amount, CASE WHEN counts AND counts THEN TRUE::INTEGER END::DECIMAL(38,2) AS projects_met_amount, CASE WHEN counts AND counts THEN c.investment_amount END::DECIMAL(38,2) AS projects_size_amount
    FROM chosen c JOIN amount_now a ON is_one_of(snapshots, a.snapshot_id) AND a.snapshot_id = c.snapshot_id AND a.project_id = c.project_id
    LEFT JOIN split s ON s.snapshot_id = c.snapshot_id AND s.project_id = c.project_id;
COMMENT ON MACRO TABLE comparison_side IS 'One row a selected row of each snapshot: its yuan by measure where counted in it, with a source filter the money that is split by source of that source only, as on 资金来源; for what is counted: 1 where it is within the figure, 1 or 0 whether it is met, and the investment by which it may be the largest.';

CREATE MACRO comparison_told(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT project_id, kind, county_code, measure[:-8] AS measure, amount
    FROM (FROM comparison_side([snapshot], counties, areas, categories, projects, scope, sources, stages, states, search)) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount')));
COMMENT ON MACRO TABLE comparison_told IS 'One row a row of comparison_side and measure that is known of it.';

CREATE MACRO comparison_held(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT snapshot_id, project_id, county_code, kind FROM selected_days(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search)),
    told AS (
        SELECT DISTINCT v.snapshot_id, v.project_id, v.measure FROM cover_now v
        WHERE is_one_of(snapshots, v.snapshot_id) AND sources IS NOT NULL AND list_contains(sources::VARCHAR[], v.source))
    SELECT h.snapshot_id, c.project_id, c.county_code, h.measure, o.county_code = c.county_code AS at_home
    FROM held_now h JOIN chosen c USING (snapshot_id, project_id) JOIN chosen o ON o.snapshot_id = h.snapshot_id AND o.project_id = h.holder_id
    LEFT JOIN told v ON v.snapshot_id = h.snapshot_id AND v.project_id = h.project_id AND v.measure = h.measure
    WHERE is_one_of(snapshots, h.snapshot_id) AND c.kind = 'project'
      AND (sources IS NULL OR v.measure IS NOT NULL OR NOT is_split(h.measure));
COMMENT ON MACRO TABLE comparison_held IS 'One row a snapshot, selected project and measure whose money a selected group above it holds, at_home where that is in the project''s own county.';

CREATE MACRO comparison_sum(side, held) AS TABLE
    WITH cell AS (
        SELECT snapshot_id, county_code, kind, count(*) AS row_number, struct_pack(amount := sum(COLUMNS('(.*)_amount')), known_count := count(COLUMNS('(.*)_amount'))) AS 'of_\1'
        FROM query_table(side) GROUP BY snapshot_id, county_code, kind),
    total AS (
        SELECT snapshot_id, coalesce(county_code, '*') AS county_code, sum(CASE WHEN kind = 'project' THEN row_number ELSE 0 END)::BIGINT AS project_count,
               struct_pack(amount := sum(struct_extract(COLUMNS('(of_.*)'), 'amount')),
                           known_count := sum(CASE WHEN kind = 'project' THEN struct_extract(COLUMNS('(of_.*)'), 'known_count') ELSE 0 END)) AS '\1'
        FROM cell GROUP BY GROUPING SETS ((cell.snapshot_id), (cell.snapshot_id, cell.county_code))),
    counted AS (
        SELECT snapshot_id, county_code, project_count, of_measure[4:] AS measure, told.amount AS amount, told.known_count::BIGINT AS known_count
        FROM total UNPIVOT (told FOR of_measure IN (COLUMNS('of_.*')))
        UNION ALL BY NAME
        SELECT snapshot_id, coalesce(county_code, '*') AS county_code, measure, CASE WHEN grouping(h.county_code) = 1 THEN count(*) ELSE number_of(at_home) END AS known_count
        FROM query_table(held) h GROUP BY GROUPING SETS ((h.snapshot_id, measure), (h.snapshot_id, h.county_code, measure)))
    SELECT c.snapshot_id, d.comparison, c.county_code, sum(CASE c.measure WHEN d.part THEN c.amount WHEN d.less THEN -c.amount END) AS part,
           sum(CASE WHEN c.measure = d.whole THEN c.amount END) AS whole, max(c.project_count) AS project_count,
           coalesce(sum(CASE WHEN c.measure = d.basis THEN c.known_count END), 0)::BIGINT AS known_count
    FROM comparison_measure() d JOIN counted c ON c.measure IN (d.part, d.less, d.whole) GROUP BY c.snapshot_id, d.comparison, c.county_code;
COMMENT ON MACRO TABLE comparison_sum IS 'One row a snapshot, comparison and county, * for the whole selection: both sides of the figure, of known and of all projects. side and held name tables of comparison_side and comparison_held.';

CREATE MACRO foremost(amount, most, project_id) AS min(CASE WHEN amount > 0 AND amount = most THEN project_id END);
COMMENT ON MACRO foremost IS 'Of a county''s rows the one with its largest amount, of several the first by name; none where no amount is above zero.';

CREATE MACRO comparison_largest(snapshot, side, held) AS TABLE
    WITH most AS (
        SELECT county_code, max(COLUMNS('(investment|paced_plan|rated_plan|payment_plan|idle|receipt_planned|payment_received|late_size|started_size|reporting_size|projects_size)_amount')) AS 'most_\1'
        FROM query_table(side) GROUP BY county_code),
    topped AS (
        SELECT s.county_code, foremost(investment_amount, most_investment, project_id) AS investment, foremost(paced_plan_amount, most_paced_plan, project_id) AS paced_plan,
               foremost(rated_plan_amount, most_rated_plan, project_id) AS rated_plan, foremost(payment_plan_amount, most_payment_plan, project_id) AS payment_plan,
               foremost(idle_amount, most_idle, project_id) AS idle, foremost(receipt_planned_amount, most_receipt_planned, project_id) AS receipt_planned,
               foremost(payment_received_amount, most_payment_received, project_id) AS payment_received, foremost(late_size_amount, most_late_size, project_id) AS late_size,
               foremost(started_size_amount, most_started_size, project_id) AS started_size, foremost(reporting_size_amount, most_reporting_size, project_id) AS reporting_size,
               foremost(projects_size_amount, most_projects_size, project_id) AS projects_size
        FROM query_table(side) s JOIN most m USING (county_code) GROUP BY s.county_code),
    largest AS MATERIALIZED (
        SELECT d.comparison, m.county_code, m.largest_id
        FROM topped UNPIVOT (largest_id FOR measure IN (COLUMNS(* EXCLUDE (county_code)))) m JOIN comparison_measure() d ON d.size = m.measure),
    kin AS MATERIALIZED (
        SELECT l.county_code, l.largest_id, m.project_id FROM (SELECT DISTINCT county_code, largest_id FROM largest) l
        JOIN member_now m ON m.snapshot_id = snapshot AND m.member_id = l.largest_id),
    family AS MATERIALIZED (SELECT k.largest_id, s.* EXCLUDE (snapshot_id) FROM kin k JOIN query_table(side) s ON s.project_id = k.project_id AND s.county_code = k.county_code),
    taken AS (
        SELECT county_code, largest_id, project_id, kind, measure[:-8] AS measure, amount FROM family UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount')))
        UNION ALL BY NAME
        SELECT f.county_code, f.largest_id, f.project_id, 'project' AS kind, h.measure FROM family f JOIN query_table(held) h USING (project_id, county_code) WHERE h.at_home)
    SELECT l.comparison, l.county_code, l.largest_id, max(CASE WHEN t.project_id = l.largest_id AND t.measure = d.size THEN t.amount END) AS largest_amount,
           coalesce(sum(CASE t.measure WHEN d.part THEN t.amount WHEN d.less THEN -t.amount END), 0) AS part,
           coalesce(sum(CASE WHEN t.measure = d.whole THEN t.amount END), 0) AS whole,
           number_of(t.kind = 'project' AND t.measure = d.basis) AS known_count, number_of(t.kind = 'project' AND t.measure = 'projects_within') AS project_count
    FROM largest l JOIN comparison_measure() d USING (comparison)
    JOIN taken t ON t.county_code = l.county_code AND t.largest_id = l.largest_id AND t.measure IN (d.part, d.less, d.whole, d.size, 'projects_within')
    GROUP BY l.comparison, l.county_code, l.largest_id;
COMMENT ON MACRO TABLE comparison_largest IS 'One row a comparison and county: its largest project or group, and what that and its members add to both sides of the figure and to the numbers of projects. side and held name tables of comparison_side and comparison_held of this one snapshot.';

CREATE MACRO comparison_value(unit, known_count, part, whole) AS
    CASE WHEN known_count > 0 THEN CASE WHEN unit IN ('share', 'points') THEN rate(part, whole) ELSE part::DOUBLE END END;
COMMENT ON MACRO comparison_value IS 'The figure that is compared: a share (round(…, 9)), or an amount or count as it is; unknown where it rests on no project.';

CREATE MACRO comparison_merit(better, unit, value) AS
    CASE better WHEN 'low' THEN -1 ELSE 1 END * CASE WHEN unit IN ('share', 'points') THEN round(value::DECIMAL(38,9), 3)::DOUBLE ELSE value END;
COMMENT ON MACRO comparison_merit IS 'What counties are ranked by, the most first: the figure as shown, shares to a tenth of a percent, so that what looks equal ranks equal; turned round where less is better.';

CREATE MACRO comparison_ranking(ranked, known_count, value, minimum_count) AS
    CASE WHEN NOT coalesce(ranked, FALSE) THEN 'unranked' WHEN known_count < minimum_count OR value IS NULL THEN 'too_small' ELSE 'ranked' END;
COMMENT ON MACRO comparison_ranking IS 'Whether a county is ranked: ranked, too_small (样本不足: fewer known projects than the rule asks), unranked (city level, unnamed).';

CREATE MACRO comparison_figure(side, held) AS TABLE
    SELECT u.*, s.as_of AS day_on, d.unit, comparison_value(d.unit, u.known_count, u.part, u.whole) AS value,
           CASE WHEN u.county_code <> '*' THEN comparison_ranking(y.ranked, u.known_count, value, s.county_minimum_count) END AS ranking
    FROM comparison_sum(side, held) u
    JOIN comparison_measure() d USING (comparison) JOIN snapshot s ON s.snapshot_id = u.snapshot_id
    LEFT JOIN county_now y ON y.snapshot_id = u.snapshot_id AND y.county_code = u.county_code;
COMMENT ON MACRO TABLE comparison_figure IS 'One row a snapshot (asked of day_on), comparison and county, * for the whole selection: both sides, value, known and all projects, and whether the county is ranked; as in comparison, without ranks. side and held name tables of comparison_side and comparison_held.';

CREATE MACRO comparison_month(snapshots, of_comparison, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH side AS (FROM comparison_side(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search)), held AS (FROM comparison_held(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search))
    SELECT f.* EXCLUDE (snapshot_id) FROM comparison_figure('side', 'held') f WHERE f.comparison = of_comparison;
COMMENT ON MACRO TABLE comparison_month IS 'One row a day (day_on) and county, * for the whole selection: the figure of one comparison, as comparison_figure.';

CREATE MACRO comparison(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH side AS MATERIALIZED (FROM comparison_side([snapshot], counties, areas, categories, projects, scope, sources, stages, states, search)), held AS MATERIALIZED (FROM comparison_held([snapshot], counties, areas, categories, projects, scope, sources, stages, states, search)),
    summed AS (
        SELECT f.* EXCLUDE (snapshot_id, day_on), l.largest_id, l.largest_amount, CASE WHEN f.county_code <> '*' THEN f.project_count - coalesce(l.project_count, 0) END AS without_project_count,
               CASE WHEN f.county_code <> '*' THEN f.known_count - coalesce(l.known_count, 0) END AS without_known_count,
               CASE WHEN without_known_count > 0 THEN f.part - coalesce(l.part, 0) END AS without_part, CASE WHEN without_known_count > 0 THEN f.whole - coalesce(l.whole, 0) END AS without_whole
        FROM comparison_figure('side', 'held') f LEFT JOIN comparison_largest(snapshot, 'side', 'held') l USING (comparison, county_code)),
    valued AS MATERIALIZED (
        SELECT u.*, d.better, d.sort_order, y.sort_order AS county_order, n.name AS largest_name,
               CASE WHEN u.largest_id IS NOT NULL THEN comparison_value(u.unit, u.without_known_count, u.without_part, u.without_whole) END AS without_value,
               CASE WHEN u.largest_id IS NOT NULL THEN comparison_ranking(y.ranked, u.without_known_count, without_value, s.county_minimum_count) END AS without_ranking
        FROM summed u JOIN comparison_measure() d USING (comparison) JOIN snapshot s ON s.snapshot_id = snapshot
        LEFT JOIN county_now y ON y.snapshot_id = snapshot AND y.county_code = u.county_code
        LEFT JOIN project_now n ON n.snapshot_id = snapshot AND n.project_id = u.largest_id),
    judged AS (
        SELECT v.*, comparison_merit(v.better, v.unit, v.value) AS merit, CASE WHEN v.county_code <> '*' AND v.ranking = 'ranked' THEN merit END AS counting_merit,
               CASE WHEN v.county_code <> '*' AND v.without_ranking = 'ranked' THEN comparison_merit(v.better, v.unit, v.without_value) END AS without_merit
        FROM valued v),
    field AS (
        SELECT comparison, list_reverse_sort(list(counting_merit) FILTER (counting_merit IS NOT NULL)) AS merits, list_reverse_sort(list(without_merit) FILTER (without_merit IS NOT NULL)) AS without_merits
        FROM judged GROUP BY comparison),
    -- places are told apart once for all: a list of thousands would be copied for every row
    place AS (
        SELECT comparison, merit, min(place) AS rank, count(*) AS sharing_count
        FROM (SELECT comparison, unnest(merits) AS merit, generate_subscripts(merits, 1) AS place FROM field) GROUP BY comparison, merit),
    without_place AS (
        SELECT comparison, merit, min(place) AS rank, count(*) AS sharing_count
        FROM (SELECT comparison, unnest(without_merits) AS merit, generate_subscripts(without_merits, 1) AS place FROM field) GROUP BY comparison, merit),
    ranked AS (
        SELECT v.* EXCLUDE (better, ranking, without_ranking, merit, counting_merit, without_merit), v.better, CASE WHEN v.county_code <> '*' THEN v.ranking END AS ranking, v.without_ranking,
               CASE WHEN v.better <> 'none' THEN p.rank END AS rank, CASE WHEN v.better <> 'none' THEN w.rank END AS without_rank,
               f.ranked_count, f.without_ranked_count, v.merit,
               CASE WHEN v.better <> 'none' THEN p.sharing_count END AS sharing_count, CASE WHEN v.better <> 'none' THEN w.sharing_count END AS without_sharing_count
        FROM judged v JOIN (SELECT comparison, coalesce(len(merits), 0) AS ranked_count, coalesce(len(without_merits), 0) AS without_ranked_count FROM field) f USING (comparison)
        LEFT JOIN place p ON p.comparison = v.comparison AND p.merit = v.counting_merit
        LEFT JOIN without_place w ON w.comparison = v.comparison AND w.merit = v.without_merit)
    FROM ranked;
COMMENT ON MACRO TABLE comparison IS 'One row a comparison and county, * for the whole selection: both sides, value, known and all projects, ranking, rank of ranked_count (equal values share one, sharing_count of them; none where neither end is better), and the same without_ the county''s largest project or group (with its members): largest_id, the one with the largest_amount; nothing without_ for the whole.';

CREATE MACRO comparison_row(snapshot, of_comparison, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH told AS (FROM comparison_told(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    row_of AS (
        SELECT t.project_id, sum(CASE t.measure WHEN d.part THEN t.amount WHEN d.less THEN -t.amount END) AS part, sum(CASE WHEN t.measure = d.whole THEN t.amount END) AS whole
        FROM comparison_measure() d JOIN told t ON t.measure IN (d.part, d.less, d.whole) WHERE d.comparison = of_comparison GROUP BY t.project_id)
    SELECT p.* EXCLUDE (snapshot_id), r.part, r.whole, rate(r.part, r.whole) AS part_share, r.part > 0 AS met
    FROM row_of r JOIN project_now p ON p.snapshot_id = snapshot AND p.project_id = r.project_id WHERE r.part IS NOT NULL;
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
    SELECT county_code, month_on, month(month_on) / 12.0::DOUBLE AS elapsed_share, rate(work_done_amount::DOUBLE * month(month_on), matched_plan_amount::DOUBLE * 12) AS work_share,
           rate(paid_amount::DOUBLE * month(month_on), paid_plan_amount::DOUBLE * 12) AS paid_share, annual_plan_amount, plan_count, work_done_count, paid_count
    FROM curve_sum(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE county_code <> '*';
COMMENT ON MACRO TABLE curve_share IS 'One row a county and month of the year: work done and paid so far as shares of the annual plan of the same projects (those known that month), beside the elapsed share; curves of counties of any size on one scale.';
