-- What the pages ask. Sums count what is known; known_count / project_count say on how many projects they rest.

CREATE MACRO amount_sum(snapshot, of_measures, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT project_id, kind, county_code, category FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    cell AS (
        SELECT county_code, category, kind, count(*) AS row_number, struct_pack(amount := sum(COLUMNS('^(' || of_measures || ')_amount$')), known_count := count(COLUMNS('^(' || of_measures || ')_amount$'))) AS 'of_\1'
        FROM chosen JOIN amount_now a USING (project_id) WHERE a.snapshot_id = snapshot GROUP BY county_code, category, kind),
    total AS (
        SELECT CASE WHEN grouping(county_code) = 0 THEN 'county' WHEN grouping(category) = 0 THEN 'category' ELSE 'all' END AS level,
               coalesce(county_code, category) AS code, sum(CASE WHEN kind = 'project' THEN row_number ELSE 0 END)::BIGINT AS project_count,
               struct_pack(amount := sum(struct_extract(COLUMNS('(of_.*)'), 'amount')),
                           known_count := sum(CASE WHEN kind = 'project' THEN struct_extract(COLUMNS('(of_.*)'), 'known_count') ELSE 0 END)) AS '\1'
        FROM cell GROUP BY GROUPING SETS ((), (county_code), (category)) HAVING count(*) > 0),
    held AS (
        SELECT c.county_code, c.category, h.measure, o.county_code = c.county_code AS at_home, o.category = c.category AS alike
        FROM held_now h JOIN chosen c USING (project_id) JOIN chosen o ON o.project_id = h.holder_id WHERE h.snapshot_id = snapshot AND c.kind = 'project'),
    known AS (
        SELECT CASE WHEN grouping(county_code) = 0 THEN 'county' WHEN grouping(category) = 0 THEN 'category' ELSE 'all' END AS level, coalesce(county_code, category) AS code, measure,
               CASE WHEN grouping(county_code) = 0 THEN number_of(at_home) WHEN grouping(category) = 0 THEN number_of(alike) ELSE count(*) END AS known_count
        FROM held GROUP BY GROUPING SETS ((measure), (county_code, measure), (category, measure)))
    SELECT t.level, t.code, t.of_measure[4:] AS measure, t.told.amount AS amount, (t.told.known_count + coalesce(k.known_count, 0))::BIGINT AS known_count, t.project_count
    FROM total UNPIVOT (told FOR of_measure IN (COLUMNS('of_.*'))) t
    LEFT JOIN known k ON k.level = t.level AND k.code IS NOT DISTINCT FROM t.code AND k.measure = t.of_measure[4:];
COMMENT ON MACRO TABLE amount_sum IS 'One row a measure and county, category (level, code) or the whole (level all): yuan counted in the rows of that place, and on how many of its projects it rests; of_measures: ''investment|paid'', or ''.*'' for every one; what is not named is not read.';

CREATE MACRO project_state(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (snapshot_id) FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE project_state IS 'One row a selected project, service or group: facts, this year''s figures, state, rule.';

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
