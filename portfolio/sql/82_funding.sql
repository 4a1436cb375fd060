-- 资金来源: yuan by source and county with the rates, and the rows behind them.

CREATE MACRO funding_part(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT project_id, county_code, source, measure[:-8] AS measure, amount
    FROM (FROM part_now p SEMI JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) USING (project_id)
          WHERE p.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], p.source))) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount')));
COMMENT ON MACRO TABLE funding_part IS 'One row a selected row, source and measure with known yuan, as part_row; with a source filter, that source only.';

CREATE MACRO funding_sum(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT project_id, kind, county_code FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    part AS (
        SELECT p.* FROM part_now p SEMI JOIN chosen USING (project_id)
        WHERE p.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], p.source))),
    cell AS (
        SELECT county_code, source, sum(COLUMNS('(.*)_amount')) AS '\1_amount', number_of(named) AS naming_count,
               count(CASE WHEN kind = 'project' THEN COLUMNS('(planned_funding|allocated|received|paid|idle)_amount') END) AS '\1_known_count',
               count(CASE WHEN kind = 'project' THEN receipt_planned_amount END) AS receipt_count, count(CASE WHEN kind = 'project' THEN payment_paid_amount END) AS payment_count
        FROM part GROUP BY county_code, source),
    total AS (
        SELECT coalesce(county_code, '*') AS county_code, coalesce(source, '*') AS source, sum(COLUMNS('(.*)_amount')) AS '\1_amount', sum(COLUMNS('(.*_count)')) AS '\1'
        FROM cell GROUP BY GROUPING SETS ((), (cell.county_code), (cell.source), (cell.county_code, cell.source))),
    project AS (
        SELECT county_code, bool_or(named) AS named, count(COLUMNS('(planned_funding|allocated|received|paid|idle)_amount')) AS '\1_known',
               count(receipt_planned_amount) AS receipt, count(payment_paid_amount) AS payment
        FROM part WHERE kind = 'project' GROUP BY project_id, county_code),
    leaf AS (
        SELECT coalesce(county_code, '*') AS county_code, '*' AS source, number_of(named) AS naming_count, number_of(COLUMNS('(.*)_known') > 0) AS '\1_known_count',
               number_of(receipt > 0) AS receipt_count, number_of(payment > 0) AS payment_count
        FROM project GROUP BY GROUPING SETS ((), (project.county_code))),
    known AS (
        SELECT county_code, source, coalesce(sum(COLUMNS('(.*_count)')), 0)::BIGINT AS '\1'
        FROM (SELECT county_code, source, COLUMNS('(.*_count)') FROM total WHERE source <> '*'
              UNION ALL BY NAME FROM leaf)
        GROUP BY county_code, source),
    place AS (
        SELECT coalesce(county_code, '*') AS county_code, number_of(kind = 'project') AS project_count FROM chosen GROUP BY GROUPING SETS ((), (chosen.county_code))),
    named_place AS (SELECT county_code, source FROM total UNION SELECT county_code, '*' FROM place)
    SELECT county_code, source, coalesce(k.naming_count, 0) AS naming_count, coalesce(l.project_count, 0) AS project_count,
           t.planned_funding_amount AS planned_amount, t.allocated_amount, t.received_amount, t.paid_amount, t.idle_amount,
           t.receipt_received_amount::DOUBLE / nullif(t.receipt_planned_amount, 0)::DOUBLE AS received_share,
           t.payment_paid_amount::DOUBLE / nullif(t.payment_received_amount, 0)::DOUBLE AS paid_share,
           coalesce(k.planned_funding_known_count, 0) AS planned_known_count, coalesce(k.allocated_known_count, 0) AS allocated_known_count,
           coalesce(k.received_known_count, 0) AS received_known_count, coalesce(k.paid_known_count, 0) AS paid_known_count,
           coalesce(k.idle_known_count, 0) AS idle_known_count, coalesce(k.receipt_count, 0) AS receipt_count, coalesce(k.payment_count, 0) AS payment_count
    FROM named_place LEFT JOIN total t USING (county_code, source) LEFT JOIN known k USING (county_code, source) LEFT JOIN place l USING (county_code);
COMMENT ON MACRO TABLE funding_sum IS 'One row a county and source, * for all of either: row amounts in yuan planned, 下达, 到位, 支付, idle, each with the projects that know theirs; 资金到位率 on receipt_count projects, 资金支付率 on payment_count; naming_count projects (or a group above them) name the source, with or without an amount.';

CREATE MACRO source_naming(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.project_id, c.name, c.kind, c.county_code, c.category, c.owner_unit, c.stage, c.state, c.investment_amount, c.investment_basis, n.naming
    FROM with_row_investment(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c
    JOIN naming_now n ON n.snapshot_id = snapshot AND n.project_id = c.project_id
    WHERE c.kind <> 'service';
COMMENT ON MACRO TABLE source_naming IS 'One row a selected project or group: its naming as naming_row, and its investment as with_row_investment.';

CREATE MACRO invested(asked, kind, investment_amount) AS
    coalesce(sum(CASE WHEN asked THEN investment_amount END), CASE WHEN number_of(asked AND kind = 'project') = 0 THEN 0 END);
COMMENT ON MACRO invested IS 'Yuan of the rows asked for: nothing (0) where no such row is; unknown only where a project''s is (that of a group without an amount stands in its members).';

CREATE MACRO unsourced(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT coalesce(n.county_code, '*') AS county_code, number_of(kind = 'project') AS project_count, number_of(kind = 'project' AND naming = 'not_stated') AS unsourced_count,
           number_of(kind = 'project' AND naming = 'named') AS without_amount_count,
           number_of(kind = 'project' AND naming = 'with_amount') AS with_amount_count,
           number_of(kind = 'project' AND investment_amount IS NOT NULL) AS known_count, sum(investment_amount) AS investment_amount,
           invested(naming = 'not_stated', kind, investment_amount) AS unsourced_amount,
           invested(naming = 'named', kind, investment_amount) AS without_amount_amount,
           invested(naming = 'with_amount', kind, investment_amount) AS with_amount_amount
    FROM source_naming(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) n
    GROUP BY GROUPING SETS ((), (n.county_code));
COMMENT ON MACRO TABLE unsourced IS 'One row a county, * for all: projects and known investment by whether a source of money is named with an amount, without one, or not at all (未注明).';

CREATE MACRO idle_row(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT s.project_id, s.source, s.currency, s.planned_funding_amount AS planned_amount, s.allocated_amount, s.received_amount, s.paid_amount, s.paid_year_amount,
           s.idle_amount, p.name, p.county_code, p.owner_unit, p.last_period_on
    FROM source_now s
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    WHERE s.snapshot_id = snapshot AND s.idle_amount <> 0 AND (sources IS NULL OR list_contains(sources::VARCHAR[], s.source));
COMMENT ON MACRO TABLE idle_row IS 'One row a row of the library and source with money 到位超一年未支付, by its row amounts: of a group what it states beyond its members, which may be below nothing.';

CREATE MACRO amount_row(snapshot, of_measure_name, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT project_id, amount, investment_amount, planned_funding_amount
    FROM (SELECT project_id, investment_amount, planned_funding_amount, COLUMNS('^' || of_measure_name || '_amount$') AS amount FROM amount_now a WHERE a.snapshot_id = snapshot)
    SEMI JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) USING (project_id)
    WHERE amount IS NOT NULL;
COMMENT ON MACRO TABLE amount_row IS 'One row a selected row that knows the measure: its row amount, beside it those of investment and planned funding; the rows behind a sum.';
