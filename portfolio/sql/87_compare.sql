-- 县市区对比: what a county's figure rests on (side_now), its value, its rank, and both without its largest project.

CREATE MACRO comparison_split(snapshots, sources) AS TABLE
    SELECT snapshot_id, project_id, measure[:-8] AS measure, sum(amount) AS amount
    FROM (FROM part_now p WHERE is_one_of(snapshots, p.snapshot_id) AND list_contains(sources::VARCHAR[], p.source)) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount')))
    GROUP BY snapshot_id, project_id, measure;
COMMENT ON MACRO TABLE comparison_split IS 'One row a row of the library and measure of money that is split by source: of these sources only, as on 资金来源.';

CREATE MACRO comparison_side(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (FROM let_in(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search)),
    own AS (
        FROM side_now s WHERE is_one_of(snapshots, s.snapshot_id) AND asks_all(counties, areas, categories, projects, scope, sources, stages, states, search)
        UNION ALL
        FROM side_now s SEMI JOIN chosen c USING (snapshot_id, project_id) WHERE is_one_of(snapshots, s.snapshot_id) AND NOT asks_all(counties, areas, categories, projects, scope, sources, stages, states, search)),
    split AS (FROM comparison_split(snapshots, sources) WHERE sources IS NOT NULL),
    told AS (
        SELECT * EXCLUDE (by_source) FROM own WHERE sources IS NULL OR NOT by_source
        UNION ALL
        SELECT o.snapshot_id, o.project_id, o.county_code, o.is_project, o.is_group, o.comparison,
               t.part_amount, t.whole_amount, t.size_amount, coalesce(t.known, FALSE)
        FROM own o LEFT JOIN comparison_told('split') t USING (snapshot_id, project_id, comparison)
        WHERE sources IS NOT NULL AND o.by_source)
    SELECT snapshot_id, project_id, county_code, comparison, part_amount, whole_amount, size_amount,
           is_project::INTEGER AS project_number, (is_project AND known)::INTEGER AS known_number,
           ((is_project OR is_group) AND known)::INTEGER AS told_number
    FROM told;
COMMENT ON MACRO TABLE comparison_side IS 'One row a snapshot, selected row and comparison: its part of both sides, with a source filter the money that is split by source of that source only; 1 or 0 whether it is a project (project_number), one that knows the basis (known_number), such a project or a group that knows it (told_number).';

CREATE MACRO comparison_sum(side) AS TABLE
    -- the whole is added up from the counties: the rows of a nation are gone through once
    WITH of_county AS (
        SELECT snapshot_id, comparison, county_code, sum(part_amount) AS part, sum(whole_amount) AS whole, max(size_amount) AS most_amount, sum(project_number)::BIGINT AS project_count,
               sum(known_number)::BIGINT AS known_count, sum(told_number)::BIGINT AS told_count
        FROM query_table(side) GROUP BY snapshot_id, comparison, county_code)
    SELECT snapshot_id, comparison, coalesce(s.county_code, '*') AS county_code, sum(part) AS part, sum(whole) AS whole, max(most_amount) AS most_amount, sum(project_count)::BIGINT AS project_count,
           sum(known_count)::BIGINT AS known_count, sum(told_count)::BIGINT AS told_count
    FROM of_county s GROUP BY GROUPING SETS ((snapshot_id, comparison), (snapshot_id, comparison, s.county_code));
COMMENT ON MACRO TABLE comparison_sum IS 'One row a snapshot, comparison and county, * for the whole selection: both sides of the figure, of known and of all projects, of the rows that tell anything (told_count: groups too), and the largest size (most_amount). side names a table of comparison_side.';

CREATE MACRO comparison_largest(snapshot, side, figure) AS TABLE
    WITH largest AS MATERIALIZED (
        SELECT s.comparison, s.county_code, s.size_amount AS largest_amount, min(s.project_id) AS largest_id
        FROM query_table(side) s JOIN query_table(figure) m ON m.comparison = s.comparison AND m.county_code = s.county_code AND m.most_amount = s.size_amount
        WHERE m.most_amount > 0 GROUP BY s.comparison, s.county_code, s.size_amount)
    SELECT l.comparison, l.county_code, l.largest_id, l.largest_amount, coalesce(sum(s.part_amount), 0) AS part, coalesce(sum(s.whole_amount), 0) AS whole,
           sum(s.known_number)::BIGINT AS known_count, sum(s.told_number)::BIGINT AS told_count, sum(s.project_number)::BIGINT AS project_count
    FROM largest l JOIN member_now m ON m.snapshot_id = snapshot AND m.member_id = l.largest_id
    JOIN query_table(side) s ON s.project_id = m.project_id AND s.comparison = l.comparison AND s.county_code = l.county_code
    GROUP BY l.comparison, l.county_code, l.largest_id, l.largest_amount;
COMMENT ON MACRO TABLE comparison_largest IS 'One row a comparison and county: its largest project or group (of equal ones the first by name; none where no size is above zero), and what that and its members add to both sides of the figure and to the numbers of projects. side names a table of comparison_side of this one snapshot, figure its comparison_figure.';

CREATE MACRO comparison_value(unit, told_count, part, whole) AS
    CASE WHEN told_count > 0 THEN CASE WHEN unit IN ('share', 'points') THEN rate(part, whole) ELSE part::DOUBLE END END;
COMMENT ON MACRO comparison_value IS 'The figure that is compared: a share (round(…, 9)), or an amount or count as it is; unknown where no project or group tells anything.';

CREATE MACRO comparison_merit(better, unit, value) AS
    CASE better WHEN 'low' THEN -1 ELSE 1 END * CASE WHEN unit IN ('share', 'points') THEN round(value::DECIMAL(38,9), 3)::DOUBLE ELSE value END;
COMMENT ON MACRO comparison_merit IS 'What counties are ranked by, the most first: the figure as shown, shares to a tenth of a percent, so that what looks equal ranks equal; turned round where less is better.';

CREATE MACRO comparison_ranking(ranked, known_count, value, minimum_count) AS
    CASE WHEN NOT coalesce(ranked, FALSE) THEN 'unranked' WHEN known_count < minimum_count OR value IS NULL THEN 'too_small' ELSE 'ranked' END;
COMMENT ON MACRO comparison_ranking IS 'Whether a county is ranked: ranked, too_small (样本不足: fewer known projects than the rule asks), unranked (city level, unnamed).';

CREATE MACRO takes_places(better, ranked_count) AS better <> 'none' AND ranked_count > 1;
COMMENT ON MACRO takes_places IS 'Whether counties have places: one end is better, and there is another one to be compared with.';

CREATE MACRO comparison_figure(side) AS TABLE
    SELECT u.*, s.as_of AS day_on, s.county_minimum_count, d.unit, d.better, d.sort_order, y.ranked, y.sort_order AS county_order, comparison_value(d.unit, u.told_count, u.part, u.whole) AS value,
           CASE WHEN u.county_code <> '*' THEN comparison_ranking(y.ranked, u.known_count, value, s.county_minimum_count) END AS ranking
    FROM comparison_sum(side) u
    JOIN comparison_measure() d USING (comparison) JOIN snapshot s ON s.snapshot_id = u.snapshot_id
    LEFT JOIN county_now y ON y.snapshot_id = u.snapshot_id AND y.county_code = u.county_code;
COMMENT ON MACRO TABLE comparison_figure IS 'One row a snapshot (asked of day_on), comparison and county, * for the whole selection: both sides, value, known and all projects, whether the county is ranked, and what its rank and place in the order rest on; as in comparison, without ranks. side names a table of comparison_side.';

CREATE MACRO comparison_month(snapshots, of_comparison, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH side AS (FROM comparison_side(snapshots, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE comparison = of_comparison)
    SELECT f.* EXCLUDE (snapshot_id, most_amount, told_count, county_minimum_count, better, sort_order, ranked, county_order) FROM comparison_figure('side') f;
COMMENT ON MACRO TABLE comparison_month IS 'One row a day (day_on) and county, * for the whole selection: the figure of one comparison, as comparison_figure.';

CREATE MACRO comparison(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH side AS MATERIALIZED (FROM comparison_side([snapshot], counties, areas, categories, projects, scope, sources, stages, states, search)),
    figure AS MATERIALIZED (FROM comparison_figure('side')),
    summed AS (
        SELECT f.* EXCLUDE (snapshot_id, day_on, most_amount), l.largest_id, l.largest_amount, CASE WHEN f.county_code <> '*' THEN f.project_count - coalesce(l.project_count, 0) END AS without_project_count,
               CASE WHEN f.county_code <> '*' THEN f.known_count - coalesce(l.known_count, 0) END AS without_known_count,
               CASE WHEN f.county_code <> '*' THEN f.told_count - coalesce(l.told_count, 0) END AS without_told_count,
               CASE WHEN without_told_count > 0 THEN f.part - coalesce(l.part, 0) END AS without_part, CASE WHEN without_told_count > 0 THEN f.whole - coalesce(l.whole, 0) END AS without_whole
        FROM figure f LEFT JOIN comparison_largest(snapshot, 'side', 'figure') l USING (comparison, county_code)),
    valued AS MATERIALIZED (
        SELECT u.* EXCLUDE (ranked, county_minimum_count, told_count, without_told_count), n.name AS largest_name,
               CASE WHEN u.largest_id IS NOT NULL THEN comparison_value(u.unit, u.without_told_count, u.without_part, u.without_whole) END AS without_value,
               CASE WHEN u.largest_id IS NOT NULL THEN comparison_ranking(u.ranked, u.without_known_count, without_value, u.county_minimum_count) END AS without_ranking
        FROM summed u LEFT JOIN project_now n ON n.snapshot_id = snapshot AND n.project_id = u.largest_id),
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
               CASE WHEN takes_places(v.better, f.ranked_count) THEN p.rank END AS rank, CASE WHEN takes_places(v.better, f.without_ranked_count) THEN w.rank END AS without_rank,
               f.ranked_count, f.without_ranked_count, v.merit,
               CASE WHEN takes_places(v.better, f.ranked_count) THEN p.sharing_count END AS sharing_count, CASE WHEN takes_places(v.better, f.without_ranked_count) THEN w.sharing_count END AS without_sharing_count
        FROM judged v JOIN (SELECT comparison, coalesce(len(merits), 0) AS ranked_count, coalesce(len(without_merits), 0) AS without_ranked_count FROM field) f USING (comparison)
        LEFT JOIN place p ON p.comparison = v.comparison AND p.merit = v.counting_merit
        LEFT JOIN without_place w ON w.comparison = v.comparison AND w.merit = v.without_merit)
    FROM ranked;
COMMENT ON MACRO TABLE comparison IS 'One row a comparison and county, * for the whole selection: both sides, value, known and all projects, ranking, rank of ranked_count (equal values share one, sharing_count of them; none where takes_places does not hold), and the same without_ the county''s largest project or group (with its members): largest_id, the one with the largest_amount; nothing without_ for the whole.';

CREATE MACRO comparison_row(snapshot, of_comparison, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id), r.part_amount AS part, r.whole_amount AS whole, rate(part, whole) AS part_share, part > 0 AS met
    FROM comparison_side([snapshot], counties, areas, categories, projects, scope, sources, stages, states, search) r
    JOIN project_now p ON p.snapshot_id = snapshot AND p.project_id = r.project_id WHERE r.comparison = of_comparison AND r.part_amount IS NOT NULL;
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
