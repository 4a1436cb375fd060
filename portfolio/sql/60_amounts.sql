-- Money that may be added up: of a group and its parts, only the topmost row with a known amount counts.

CREATE MACRO matched_funding(snapshot) AS TABLE
    SELECT f.project_id,
           sum(planned_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_planned_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_received_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_received_amount,
           sum(paid_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_paid_amount
    FROM funding_now f WHERE f.snapshot_id = snapshot AND f.currency = 'CNY' GROUP BY f.project_id;
COMMENT ON MACRO TABLE matched_funding IS 'One row a project: yuan of the sources that know both sides of 资金到位率 (received, planned) and of 资金支付率 (paid, received).';

CREATE MACRO own_amount(snapshot) AS TABLE
    WITH lit AS (
        SELECT l.* EXCLUDE (snapshot_id), m.* EXCLUDE (project_id), l.annual_plan_amount IS NOT NULL AND l.work_done_year_amount IS NOT NULL AND l.year = year(c.last_closed_on) AS rated,
               l.annual_plan_amount IS NOT NULL AND l.paid_year_amount IS NOT NULL AND l.paid_whole AND l.year = year(c.last_closed_on) AS payment_rated,
               l.year = year(c.last_closed_on) AS in_year
        FROM project_now l LEFT JOIN matched_funding(snapshot) m USING (project_id)
        JOIN snapshot c ON c.snapshot_id = snapshot WHERE l.snapshot_id = snapshot)
    SELECT project_id, investment_amount::DECIMAL(38,2) AS investment_amount, planned_funding_amount, allocated_amount, received_amount, paid_amount, work_done_amount::DECIMAL(38,2) AS work_done_amount,
           idle_amount, unfunded_gap_amount,
           CASE WHEN in_year THEN annual_plan_amount END::DECIMAL(38,2) AS annual_plan_amount, CASE WHEN in_year THEN work_done_year_amount END::DECIMAL(38,2) AS work_done_year_amount,
           CASE WHEN in_year THEN paid_year_amount END AS paid_year_amount,
           CASE WHEN rated THEN annual_plan_amount END::DECIMAL(38,2) AS rated_plan_amount, CASE WHEN rated THEN work_done_year_amount END::DECIMAL(38,2) AS rated_work_amount,
           CASE WHEN rated AND pacing_share IS NOT NULL THEN annual_plan_amount END::DECIMAL(38,2) AS paced_plan_amount,
           CASE WHEN rated AND pacing_share IS NOT NULL THEN work_done_year_amount END::DECIMAL(38,2) AS paced_work_amount,
           CASE WHEN rated AND pacing_share IS NOT NULL THEN (annual_plan_amount * month(last_period_on) / 12) END::DECIMAL(38,2) AS paced_elapsed_amount,
           CASE WHEN payment_rated THEN annual_plan_amount END::DECIMAL(38,2) AS payment_plan_amount, CASE WHEN payment_rated THEN paid_year_amount END AS payment_paid_year_amount,
           receipt_planned_amount, receipt_received_amount, payment_received_amount, payment_paid_amount
    FROM lit;
COMMENT ON MACRO TABLE own_amount IS 'One row a project: its own yuan by measure, unknown where nothing is known; rated_, paced_ and payment_ only where both sides of a rate are.';

CREATE TABLE own_now AS SELECT 0::BIGINT AS snapshot_id, * FROM own_amount(0) LIMIT 0;
COMMENT ON TABLE own_now IS 'own_amount of each snapshot.';

CREATE MACRO held_row(snapshot) AS TABLE
    WITH above AS (SELECT project_id, unnest(ancestor_ids) AS holder_id, generate_subscripts(ancestor_ids, 1) AS height FROM read_row(snapshot)),
    known AS (
        SELECT project_id, measure[:-8] AS measure
        FROM (FROM own_now a WHERE a.snapshot_id = snapshot AND a.project_id IN (SELECT holder_id FROM above)) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount'))))
    SELECT p.project_id, k.measure, arg_max(k.project_id, p.height) AS holder_id
    FROM above p JOIN known k ON k.project_id = p.holder_id GROUP BY p.project_id, k.measure;
COMMENT ON MACRO TABLE held_row IS 'One row a project and measure whose money is counted in a group above it: the topmost group that knows it. All other money is counted in its own row.';

CREATE TABLE held_now AS SELECT 0::BIGINT AS snapshot_id, * FROM held_row(0) LIMIT 0;
COMMENT ON TABLE held_now IS 'held_row of each snapshot.';

CREATE MACRO held_list(snapshot) AS TABLE SELECT h.project_id, list(h.measure) AS held FROM held_now h WHERE h.snapshot_id = snapshot GROUP BY h.project_id;
COMMENT ON MACRO TABLE held_list IS 'One row a project that any group holds money of, and the measures it holds.';

CREATE MACRO counted_here(amount, held, measure) AS CASE WHEN held IS NULL OR NOT list_contains(held, measure) THEN amount END;
COMMENT ON MACRO counted_here IS 'A row''s amount where it is counted in this row, not in a group above.';

CREATE MACRO is_known(amount, held, measure) AS amount IS NOT NULL OR coalesce(list_contains(held, measure), FALSE);
COMMENT ON MACRO is_known IS 'Whether money is known of a row, in itself or in a group above it.';

CREATE MACRO counted_row(snapshot) AS TABLE
    SELECT a.project_id,
           counted_here(a.investment_amount, held, 'investment') AS investment_amount, counted_here(a.planned_funding_amount, held, 'planned_funding') AS planned_funding_amount,
           counted_here(a.allocated_amount, held, 'allocated') AS allocated_amount, counted_here(a.received_amount, held, 'received') AS received_amount,
           counted_here(a.paid_amount, held, 'paid') AS paid_amount, counted_here(a.work_done_amount, held, 'work_done') AS work_done_amount,
           counted_here(a.idle_amount, held, 'idle') AS idle_amount, counted_here(a.unfunded_gap_amount, held, 'unfunded_gap') AS unfunded_gap_amount,
           counted_here(a.annual_plan_amount, held, 'annual_plan') AS annual_plan_amount, counted_here(a.work_done_year_amount, held, 'work_done_year') AS work_done_year_amount,
           counted_here(a.paid_year_amount, held, 'paid_year') AS paid_year_amount, counted_here(a.rated_plan_amount, held, 'rated_plan') AS rated_plan_amount,
           counted_here(a.rated_work_amount, held, 'rated_work') AS rated_work_amount, counted_here(a.paced_plan_amount, held, 'paced_plan') AS paced_plan_amount,
           counted_here(a.paced_work_amount, held, 'paced_work') AS paced_work_amount, counted_here(a.paced_elapsed_amount, held, 'paced_elapsed') AS paced_elapsed_amount,
           counted_here(a.payment_plan_amount, held, 'payment_plan') AS payment_plan_amount, counted_here(a.payment_paid_year_amount, held, 'payment_paid_year') AS payment_paid_year_amount,
           counted_here(a.receipt_planned_amount, held, 'receipt_planned') AS receipt_planned_amount, counted_here(a.receipt_received_amount, held, 'receipt_received') AS receipt_received_amount,
           counted_here(a.payment_received_amount, held, 'payment_received') AS payment_received_amount, counted_here(a.payment_paid_amount, held, 'payment_paid') AS payment_paid_amount
    FROM own_now a LEFT JOIN held_list(snapshot) h USING (project_id) WHERE a.snapshot_id = snapshot;
COMMENT ON MACRO TABLE counted_row IS 'One row a project: its yuan by measure where it is counted in this row.';

CREATE TABLE amount_now AS SELECT 0::BIGINT AS snapshot_id, * FROM counted_row(0) LIMIT 0;
COMMENT ON TABLE amount_now IS 'counted_row of each snapshot.';
