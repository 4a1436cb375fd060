-- Money that may be added up: of every row its row amounts (55_groups.sql). A leaf's is what it states itself, a group's
-- what it states beyond its members; figures that follow from others follow from these.

CREATE MACRO matched_funding() AS TABLE
    SELECT f.project_id,
           sum(planned_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_planned_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND planned_amount IS NOT NULL) AS receipt_received_amount,
           sum(received_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_received_amount,
           sum(paid_amount) FILTER (received_amount IS NOT NULL AND paid_amount IS NOT NULL) AS payment_paid_amount
    FROM funding_now f WHERE f.currency = 'CNY' GROUP BY f.project_id;
COMMENT ON MACRO TABLE matched_funding IS 'One row a project: yuan of the sources that know both sides of 资金到位率 (received, planned) and of 资金支付率 (paid, received).';

CREATE MACRO add_known(one, other) AS coalesce(one + other, one, other);
COMMENT ON MACRO add_known IS 'The sum of two amounts, of which one may be unknown; unknown where both are.';

CREATE MACRO row_amount(grouped, of_group, own) AS (CASE WHEN grouped THEN of_group ELSE own END)::DECIMAL(38,2);
COMMENT ON MACRO row_amount IS 'A row''s amount: of a group with members what it states beyond these, of a leaf its own.';

CREATE MACRO row_money() AS TABLE
    SELECT l.project_id, l.paid_whole, l.last_period_on,
           l.annual_plan_amount <> 0 AND (l.start_due_on IS NULL OR l.last_period_on >= l.start_due_on) AS begun,
           l.year = c.reviewed_year AS in_year, b.group_id IS NOT NULL AS grouped,
           coalesce(g.investment_amount, l.investment_amount)::DECIMAL(38,2) AS investment_amount,
           coalesce(g.planned_funding_amount, l.planned_funding_amount)::DECIMAL(38,2) AS planned_funding_amount,
           coalesce(g.allocated_amount, l.allocated_amount)::DECIMAL(38,2) AS allocated_amount,
           coalesce(g.received_amount, l.received_amount)::DECIMAL(38,2) AS received_amount,
           coalesce(g.paid_amount, l.paid_amount)::DECIMAL(38,2) AS paid_amount,
           coalesce(g.work_done_amount, l.work_done_amount)::DECIMAL(38,2) AS work_done_amount,
           row_amount(grouped, g.received_earlier_amount - g.paid_amount, l.idle_amount) AS idle_amount,
           CASE WHEN l.unfunded_gap_amount IS NOT NULL
                THEN row_amount(grouped, g.investment_amount - g.planned_funding_amount, l.unfunded_gap_amount)
                END AS unfunded_gap_amount,
           CASE WHEN in_year THEN coalesce(g.annual_plan_amount, l.annual_plan_amount)::DECIMAL(38,2) END AS annual_plan_amount,
           CASE WHEN in_year AND l.work_done_year_amount IS NOT NULL
                THEN row_amount(grouped, g.work_done_amount - g.work_base_amount, l.work_done_year_amount)
                END AS work_done_year_amount,
           CASE WHEN in_year AND l.paid_year_amount IS NOT NULL
                THEN row_amount(grouped, g.paid_amount - g.paid_base_amount, l.paid_year_amount) END AS paid_year_amount,
           row_amount(grouped, CASE WHEN g.received_amount IS NOT NULL THEN g.planned_funding_amount END,
                      m.receipt_planned_amount) AS receipt_planned_amount,
           row_amount(grouped, CASE WHEN g.planned_funding_amount IS NOT NULL THEN g.received_amount END,
                      m.receipt_received_amount) AS receipt_received_amount,
           row_amount(grouped, CASE WHEN g.paid_amount IS NOT NULL THEN g.received_amount END,
                      m.payment_received_amount) AS payment_received_amount,
           row_amount(grouped, CASE WHEN g.received_amount IS NOT NULL THEN g.paid_amount END,
                      m.payment_paid_amount) AS payment_paid_amount
    FROM project_now l CROSS JOIN day_now c
    LEFT JOIN (SELECT DISTINCT group_id FROM below_row()) b ON b.group_id = l.project_id
    LEFT JOIN (FROM group_money() WHERE source = '*' AND currency = 'CNY') g USING (project_id)
    LEFT JOIN matched_funding() m USING (project_id);
COMMENT ON MACRO TABLE row_money IS 'One row a row of the library: its row amounts, and the figures that follow from these, unknown where a side is; those of the year only where it last reported in the year under review. What follows may be below nothing in a group: it is added as it is.';

CREATE MACRO undivided_row(rows) AS TABLE
    SELECT h.group_id, sum(r.work_done_year_amount) AS work_amount,
           sum(CASE WHEN r.paid_whole THEN r.paid_year_amount END) AS paid_amount
    FROM (SELECT b.project_id, arg_min(b.group_id, b.distance) AS group_id
          FROM below_row() b JOIN query_table(rows) p ON p.project_id = b.group_id
          WHERE p.annual_plan_amount IS NOT NULL GROUP BY b.project_id) h
    JOIN query_table(rows) r ON r.project_id = h.project_id AND r.annual_plan_amount IS NULL
    GROUP BY h.group_id;
COMMENT ON MACRO TABLE undivided_row IS 'One row a group with a plan of the year below which rows without one worked or paid: what these did, which counts as work under the group''s plan. rows names a table of row_money.';

CREATE MACRO counted_row() AS TABLE
    WITH money AS MATERIALIZED (FROM row_money()),
    rated AS (
        SELECT m.*, add_known(m.work_done_year_amount, u.work_amount) AS worked_amount,
               add_known(CASE WHEN m.paid_whole THEN m.paid_year_amount END, u.paid_amount) AS paid_under_plan_amount,
               m.annual_plan_amount IS NOT NULL AND worked_amount IS NOT NULL AS rated,
               m.annual_plan_amount IS NOT NULL AND paid_under_plan_amount IS NOT NULL AS payment_rated
        FROM money m LEFT JOIN undivided_row('money') u ON u.group_id = m.project_id)
    SELECT project_id, investment_amount, planned_funding_amount, allocated_amount, received_amount, paid_amount,
           work_done_amount, idle_amount, unfunded_gap_amount, annual_plan_amount, work_done_year_amount, paid_year_amount,
           CASE WHEN rated THEN annual_plan_amount END AS rated_plan_amount,
           CASE WHEN rated THEN worked_amount END::DECIMAL(38,2) AS rated_work_amount,
           CASE WHEN rated AND begun THEN annual_plan_amount END AS paced_plan_amount,
           CASE WHEN rated AND begun THEN worked_amount END::DECIMAL(38,2) AS paced_work_amount,
           CASE WHEN rated AND begun THEN annual_plan_amount * month(last_period_on) / 12 END::DECIMAL(38,2) AS paced_elapsed_amount,
           CASE WHEN payment_rated THEN annual_plan_amount END AS payment_plan_amount,
           CASE WHEN payment_rated THEN paid_under_plan_amount END::DECIMAL(38,2) AS payment_paid_year_amount,
           receipt_planned_amount, receipt_received_amount, payment_received_amount, payment_paid_amount, grouped
    FROM rated;
COMMENT ON MACRO TABLE counted_row IS 'One row a row of the library: its row amounts by measure, unknown where nothing is known; rated_, paced_ and payment_ only where both sides of a rate are; grouped where it is a group with members.';

CREATE TABLE amount_now AS FROM counted_row() LIMIT 0;
COMMENT ON TABLE amount_now IS 'counted_row of the day.';
