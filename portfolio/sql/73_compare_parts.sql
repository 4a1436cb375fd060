-- Parts of a snapshot that 县市区对比 rests on: of each row of the library both sides of every figure that is compared.
-- What is compared, by which measures of money, and which end is better stands in codes/comparison.csv.

CREATE MACRO comparison_measure() AS TABLE
    SELECT code AS comparison, unit, better, sort_order, coalesce(part, code || '_met') AS part, less, coalesce(whole, CASE WHEN part IS NULL THEN code || '_within' END) AS whole,
           coalesce(whole, part, code || '_within') AS basis, coalesce(whole, part, code || '_size') AS size, is_split(basis) AS by_source
    FROM code_comparison;
COMMENT ON MACRO TABLE comparison_measure IS 'One row a comparison: the measures that its figure is made of (part less `less`, over whole), the one of which a project must know something to be counted (basis), and the one by which a project may be its county''s largest (size); of counted ones (late, started, reporting, projects) those of counted_measure. by_source where its money is split by source.';

CREATE MACRO counted_measure(snapshot) AS TABLE
    WITH asked AS (
        SELECT p.project_id, p.investment_amount, is_judged(p.state) AS late_asked, p.late AS late_true, due_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS started_asked, p.started AS started_true,
               must_report(p.kind, p.state) AS reporting_asked, has_reported(p.last_period_on, s.last_closed_on) AS reporting_true, TRUE AS projects_asked, TRUE AS projects_true
        FROM project_now p JOIN snapshot s ON s.snapshot_id = snapshot WHERE p.snapshot_id = snapshot AND p.kind = 'project'),
    told AS (
        SELECT project_id, investment_amount, code, met
        FROM asked UNPIVOT ((within, met) FOR code IN ((late_asked, late_true) AS 'late', (started_asked, started_true) AS 'started', (reporting_asked, reporting_true) AS 'reporting', (projects_asked, projects_true) AS 'projects'))
        WHERE within)
    SELECT project_id, code || '_' || role AS measure, amount
    FROM (SELECT project_id, code, 1::DECIMAL(38,2) AS within, met::INTEGER::DECIMAL(38,2) AS met, investment_amount::DECIMAL(38,2) AS size FROM told) UNPIVOT (amount FOR role IN (within, met, size));
COMMENT ON MACRO TABLE counted_measure IS 'One row a project and measure of what is counted: 1 where it is within the figure, 1 or 0 whether it is met, and the investment by which it may be the largest.';

CREATE MACRO comparison_role() AS TABLE
    SELECT u.comparison, u.role, u.measure
    FROM (SELECT comparison, part, less, whole, basis, size FROM comparison_measure()) UNPIVOT (measure FOR role IN (part, less, whole, basis, size)) u;
COMMENT ON MACRO TABLE comparison_role IS 'One row a comparison and role that a measure has in it.';

CREATE MACRO comparison_told(told) AS TABLE
    -- of one row, which no entry lets grow past eighteen digits: of a nation these take a third of the time of wider ones
    SELECT t.snapshot_id, t.project_id, d.comparison, sum(CASE d.role WHEN 'part' THEN t.amount WHEN 'less' THEN -t.amount END)::DECIMAL(18,2) AS part_amount,
           sum(CASE WHEN d.role = 'whole' THEN t.amount END)::DECIMAL(18,2) AS whole_amount, sum(CASE WHEN d.role = 'size' THEN t.amount END)::DECIMAL(18,2) AS size_amount, bool_or(d.role = 'basis') AS known
    FROM query_table(told) t JOIN comparison_role() d ON d.measure = t.measure
    GROUP BY t.snapshot_id, t.project_id, d.comparison;
COMMENT ON MACRO TABLE comparison_told IS 'One row a snapshot, row of the library and comparison of which `told` (names a table: snapshot_id, project_id, measure, amount) tells anything: both sides, the size, and whether the basis is known.';

CREATE MACRO side_row(snapshot) AS TABLE
    WITH told AS (
        SELECT snapshot_id, project_id, measure[:-8] AS measure, amount FROM (FROM amount_now a WHERE a.snapshot_id = snapshot) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount')))
        UNION ALL SELECT snapshot, project_id, measure, amount FROM counted_measure(snapshot))
    SELECT p.project_id, p.county_code, p.kind = 'project' AS is_project, p.kind = 'group' AS is_group, d.comparison, d.by_source, t.part_amount, t.whole_amount, t.size_amount, coalesce(t.known, FALSE) AS known
    FROM project_now p CROSS JOIN comparison_measure() d LEFT JOIN comparison_told('told') t ON t.project_id = p.project_id AND t.comparison = d.comparison
    WHERE p.snapshot_id = snapshot;
COMMENT ON MACRO TABLE side_row IS 'One row a row of the library and comparison: its part of both sides of the figure where counted in it, the size by which it may be its county''s largest, whether it knows the basis.';

CREATE TABLE side_now AS SELECT 0::BIGINT AS snapshot_id, * FROM side_row(0) LIMIT 0;
COMMENT ON TABLE side_now IS 'side_row of a snapshot.';
