-- 资金来源: yuan by source and county with the rates, and the rows behind them.

CREATE MACRO funding_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id) FROM part_now p
    WHERE p.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], p.source))
      AND p.project_id IN (SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search));
COMMENT ON MACRO TABLE funding_part IS 'One row a selected row, source and measure with known yuan, where that money is counted, as part_row; with a source filter, that source only.';

CREATE MACRO funding_sum(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT project_id, kind, county_code FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    part AS (
        SELECT p.* FROM part_now p SEMI JOIN chosen USING (project_id)
        WHERE p.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], p.source))),
    total AS (
        SELECT coalesce(county_code, '*') AS county_code, coalesce(source, '*') AS source,
               sum(amount) FILTER (measure = 'planned_funding') AS planned_amount, sum(amount) FILTER (measure = 'allocated') AS allocated_amount,
               sum(amount) FILTER (measure = 'received') AS received_amount, sum(amount) FILTER (measure = 'paid') AS paid_amount,
               sum(amount) FILTER (measure = 'idle') AS idle_amount,
               sum(amount) FILTER (measure = 'receipt_received')::DOUBLE / nullif(sum(amount) FILTER (measure = 'receipt_planned'), 0)::DOUBLE AS received_share,
               sum(amount) FILTER (measure = 'payment_paid')::DOUBLE / nullif(sum(amount) FILTER (measure = 'payment_received'), 0)::DOUBLE AS paid_share
        FROM part GROUP BY GROUPING SETS ((), (part.county_code), (part.source), (part.county_code, part.source))),
    covered AS (
        SELECT v.* FROM cover_now v SEMI JOIN chosen USING (project_id)
        WHERE v.snapshot_id = snapshot AND v.holder_id IN (SELECT project_id FROM chosen) AND (sources IS NULL OR list_contains(sources::VARCHAR[], v.source))),
    known AS (
        SELECT coalesce(county_code, '*') AS county_code, coalesce(source, '*') AS source, measure,
               CASE WHEN grouping(covered.county_code) = 1 THEN count(DISTINCT project_id) ELSE count(DISTINCT project_id) FILTER (at_home) END AS known_count
        FROM covered GROUP BY GROUPING SETS ((measure), (covered.county_code, measure), (covered.source, measure), (covered.county_code, covered.source, measure))),
    counted AS (
        SELECT county_code, source, coalesce(max(known_count) FILTER (measure = 'planned_funding'), 0) AS planned_known_count,
               coalesce(max(known_count) FILTER (measure = 'allocated'), 0) AS allocated_known_count,
               coalesce(max(known_count) FILTER (measure = 'received'), 0) AS received_known_count,
               coalesce(max(known_count) FILTER (measure = 'paid'), 0) AS paid_known_count, coalesce(max(known_count) FILTER (measure = 'idle'), 0) AS idle_known_count,
               coalesce(max(known_count) FILTER (measure = 'receipt_planned'), 0) AS receipt_count,
               coalesce(max(known_count) FILTER (measure = 'payment_paid'), 0) AS payment_count
        FROM known GROUP BY county_code, source),
    naming AS (
        SELECT coalesce(m.county_code, '*') AS county_code, coalesce(m.source, '*') AS source, count(DISTINCT m.project_id) AS naming_count
        FROM (SELECT n.* FROM namer_now n SEMI JOIN chosen USING (project_id)
              WHERE n.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], n.source))) m
        GROUP BY GROUPING SETS ((), (m.county_code), (m.source), (m.county_code, m.source))),
    leaf AS (
        SELECT coalesce(county_code, '*') AS county_code, count(*) FILTER (kind = 'project') AS project_count
        FROM chosen GROUP BY GROUPING SETS ((), (chosen.county_code))),
    place AS (SELECT county_code, source FROM naming UNION SELECT county_code, source FROM total UNION SELECT county_code, '*' FROM leaf)
    SELECT county_code, source, coalesce(n.naming_count, 0) AS naming_count, coalesce(l.project_count, 0) AS project_count,
           t.* EXCLUDE (county_code, source), coalesce(k.planned_known_count, 0) AS planned_known_count,
           coalesce(k.allocated_known_count, 0) AS allocated_known_count, coalesce(k.received_known_count, 0) AS received_known_count,
           coalesce(k.paid_known_count, 0) AS paid_known_count, coalesce(k.idle_known_count, 0) AS idle_known_count,
           coalesce(k.receipt_count, 0) AS receipt_count, coalesce(k.payment_count, 0) AS payment_count
    FROM place LEFT JOIN naming n USING (county_code, source) LEFT JOIN total t USING (county_code, source)
    LEFT JOIN counted k USING (county_code, source) LEFT JOIN leaf l USING (county_code);
COMMENT ON MACRO TABLE funding_sum IS 'One row a county and source, * for all of either: yuan planned, 下达, 到位, 支付, idle, each with the projects that know it; 资金到位率 on receipt_count projects, 资金支付率 on payment_count; naming_count projects (or a group above them) name the source, with or without an amount.';

CREATE MACRO source_naming(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.project_id, c.name, c.kind, c.county_code, c.category, c.owner_unit, c.stage, c.state, c.investment_amount, c.investment_basis,
           a.counted_id IS NOT DISTINCT FROM c.project_id AS in_total, a.counted_id IS NOT NULL AS investment_known, n.naming
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = c.project_id AND a.measure = 'investment'
    JOIN naming_now n ON n.snapshot_id = snapshot AND n.project_id = c.project_id
    WHERE c.kind <> 'service';
COMMENT ON MACRO TABLE source_naming IS 'One row a selected project or group: its naming as naming_row; in_total where its own investment is the one counted.';

CREATE MACRO unsourced(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT county_code, count(*) FILTER (kind = 'project') AS project_count, count(*) FILTER (kind = 'project' AND naming = 'not_stated') AS unsourced_count,
           count(*) FILTER (kind = 'project' AND naming = 'named') AS without_amount_count,
           count(*) FILTER (kind = 'project' AND naming = 'with_amount') AS with_amount_count,
           count(*) FILTER (kind = 'project' AND investment_known) AS known_count, sum(investment_amount) FILTER (in_total) AS investment_amount,
           sum(investment_amount) FILTER (in_total AND naming = 'not_stated') AS unsourced_amount,
           sum(investment_amount) FILTER (in_total AND naming = 'named') AS without_amount_amount,
           sum(investment_amount) FILTER (in_total AND naming = 'with_amount') AS with_amount_amount
    FROM source_naming(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    GROUP BY county_code;
COMMENT ON MACRO TABLE unsourced IS 'One row a county: projects and known investment by whether a source of money is named with an amount, without one, or not at all (未注明).';

CREATE MACRO idle_row(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT f.*, p.owner_unit, p.last_period_on, a.counted_id = f.project_id AS in_total
    FROM project_funding(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) f
    JOIN project_now p ON p.snapshot_id = snapshot AND p.project_id = f.project_id
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = f.project_id AND a.measure = 'idle'
    WHERE f.idle_amount > 0;
COMMENT ON MACRO TABLE idle_row IS 'One row a project and source with money 到位超一年未支付; in_total where that money is counted.';

CREATE MACRO amount_row(snapshot, of_measure_name, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.project_id, a.amount, a.counted_id = c.project_id AS in_total
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = c.project_id
    WHERE a.measure = of_measure_name AND a.amount IS NOT NULL;
COMMENT ON MACRO TABLE amount_row IS 'One row a selected row that knows the measure: its amount, in_total where that money is counted; the rows behind a sum.';
