-- Money that may be added up: of a group and its parts, only the topmost row with a known amount counts.

CREATE MACRO matched_funding(snapshot) AS TABLE
    SELECT f.project_id,
           sum(planned_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_planned_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_received_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_received_amount,
           sum(paid_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_paid_amount
    FROM funding_now f WHERE f.snapshot_id = snapshot AND f.currency = 'CNY' GROUP BY f.project_id;
COMMENT ON MACRO TABLE matched_funding IS 'One row a project: yuan of the sources that know both sides of 资金到位率 (received, planned) and of 资金支付率 (paid, received).';

CREATE MACRO project_amount(snapshot) AS TABLE
    WITH lit AS (
        SELECT l.* EXCLUDE (snapshot_id), m.* EXCLUDE (project_id), l.annual_plan_amount IS NOT NULL AND l.work_done_year_amount IS NOT NULL AND l.year = year(c.last_closed_on) AS rated,
               l.annual_plan_amount IS NOT NULL AND l.paid_year_amount IS NOT NULL AND l.paid_whole AND l.year = year(c.last_closed_on) AS payment_rated,
               l.year = year(c.last_closed_on) AS in_year
        FROM project_now l LEFT JOIN matched_funding(snapshot) m USING (project_id)
        JOIN snapshot c ON c.snapshot_id = snapshot WHERE l.snapshot_id = snapshot),
    measured AS (
        SELECT project_id, unnest([
            {'measure': 'investment', 'amount': investment_amount::DECIMAL(38,2)},
            {'measure': 'planned_funding', 'amount': planned_funding_amount}, {'measure': 'allocated', 'amount': allocated_amount},
            {'measure': 'received', 'amount': received_amount}, {'measure': 'paid', 'amount': paid_amount},
            {'measure': 'work_done', 'amount': work_done_amount}, {'measure': 'idle', 'amount': idle_amount},
            {'measure': 'unfunded_gap', 'amount': unfunded_gap_amount},
            {'measure': 'annual_plan', 'amount': CASE WHEN in_year THEN annual_plan_amount END},
            {'measure': 'work_done_year', 'amount': CASE WHEN in_year THEN work_done_year_amount END},
            {'measure': 'paid_year', 'amount': CASE WHEN in_year THEN paid_year_amount END},
            {'measure': 'rated_plan', 'amount': CASE WHEN rated THEN annual_plan_amount END},
            {'measure': 'rated_work', 'amount': CASE WHEN rated THEN work_done_year_amount END},
            {'measure': 'paced_plan', 'amount': CASE WHEN rated AND pacing_share IS NOT NULL THEN annual_plan_amount END},
            {'measure': 'paced_work', 'amount': CASE WHEN rated AND pacing_share IS NOT NULL THEN work_done_year_amount END},
            {'measure': 'paced_elapsed', 'amount': CASE WHEN rated AND pacing_share IS NOT NULL THEN (annual_plan_amount * month(last_period_on) / 12)::DECIMAL(38,2) END},
            {'measure': 'payment_plan', 'amount': CASE WHEN payment_rated THEN annual_plan_amount END},
            {'measure': 'payment_paid_year', 'amount': CASE WHEN payment_rated THEN paid_year_amount END},
            {'measure': 'receipt_planned', 'amount': receipt_planned_amount}, {'measure': 'receipt_received', 'amount': receipt_received_amount},
            {'measure': 'payment_received', 'amount': payment_received_amount}, {'measure': 'payment_paid', 'amount': payment_paid_amount}],
            recursive := true)
        FROM lit),
    above AS (
        SELECT p.project_id, a.measure, arg_max(a.project_id, p.height) AS ancestor_id
        FROM (SELECT project_id, unnest(ancestor_ids) AS ancestor_id, generate_subscripts(ancestor_ids, 1) AS height FROM read_row(snapshot)) p
        JOIN measured a ON a.project_id = p.ancestor_id WHERE a.amount IS NOT NULL GROUP BY p.project_id, a.measure)
    SELECT m.project_id, m.measure, m.amount, coalesce(u.ancestor_id, CASE WHEN m.amount IS NOT NULL THEN m.project_id END) AS counted_id
    FROM measured m LEFT JOIN above u USING (project_id, measure);
COMMENT ON MACRO TABLE project_amount IS 'One row a project and measure: its own yuan (may be unknown) and the row in which this money is counted, itself or the topmost group that knows it.';

CREATE TABLE amount_now AS SELECT 0::BIGINT AS snapshot_id, * FROM project_amount(0) LIMIT 0;
COMMENT ON TABLE amount_now IS 'project_amount of each snapshot.';
