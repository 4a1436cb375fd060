-- Money that may be added up: of every row its row amounts (55_groups.sql). A leaf's is what it states itself, a
-- group's what it states beyond its members; figures that follow from others follow from these.

CREATE MACRO add_known(one, other) AS coalesce(one + other, one, other);
COMMENT ON MACRO add_known IS 'The sum of two amounts, of which one may be unknown; unknown where both are.';

CREATE MACRO matched_funding() AS TABLE
    SELECT f.project_id,
           sum(receipt_planned_amount) AS receipt_planned_amount,
           sum(receipt_received_amount) AS receipt_received_amount,
           sum(payment_received_amount) AS payment_received_amount, sum(payment_paid_amount) AS payment_paid_amount,
           sum(received_amount) FILTER (allocated_amount IS NOT NULL
                                            AND public_money(source)) AS disbursed_received_amount,
           sum(allocated_amount) FILTER (received_amount IS NOT NULL
                                             AND public_money(source)) AS disbursed_allocated_amount,
           sum(allocated_amount) FILTER (public_money(source)) AS public_allocated_amount,
           sum(budget_whole_amount) AS budget_whole_amount,
           sum(budget_paid_amount) AS budget_paid_amount, sum(budget_available_amount) AS budget_available_amount,
           sum(year_allocated_amount) AS year_allocated_amount, sum(carried_over_amount) AS carried_over_amount
    FROM funding_now f WHERE f.currency = 'CNY' GROUP BY f.project_id;
COMMENT ON MACRO TABLE matched_funding IS
    'One row a project: yuan of the sources that know both sides of 资金到位率 (received, planned), of 资金支付率 (paid, '
    'received), of 拨付率 (received, allocated; fiscal sources and bonds) and of 年度预算支出进度, in the year of its '
    'money; where only a total is the treasury''s, that total against the other side.';

CREATE MACRO grouped_standing() AS TABLE
    SELECT project_id, sum(not_arrived_amount) AS not_arrived_amount, sum(unpaid_amount) AS unpaid_amount,
           sum(aged_received_amount) AS aged_received_amount, sum(aged_unpaid_amount) AS aged_unpaid_amount,
           sum(long_unpaid_amount) AS long_unpaid_amount, sum(two_year_unpaid_amount) AS two_year_unpaid_amount,
           sum(public_allocated_amount) AS public_allocated_amount,
           sum(disbursed_received_amount) AS disbursed_received_amount,
           sum(disbursed_allocated_amount) AS disbursed_allocated_amount,
           sum(budget_whole_amount) AS budget_whole_amount,
           sum(budget_paid_amount) AS budget_paid_amount, sum(budget_available_amount) AS budget_available_amount,
           sum(year_allocated_amount) AS year_allocated_amount, sum(carried_over_amount) AS carried_over_amount
    FROM group_standing_now t WHERE t.currency = 'CNY' GROUP BY project_id;
COMMENT ON MACRO TABLE grouped_standing IS 'One row a group with members: group_standing in yuan over its sources.';

CREATE MACRO row_amount(grouped, of_group, own) AS (CASE WHEN grouped THEN of_group ELSE own END)::DECIMAL(38,2);
COMMENT ON MACRO row_amount IS
    'A row''s amount: of a group with members what it states beyond these, of a leaf its own.';

CREATE MACRO row_money() AS TABLE
    SELECT l.project_id, l.paid_whole, l.money_year = c.reviewed_year AS in_year, b.group_id IS NOT NULL AS grouped,
           coalesce(g.investment_amount, l.investment_amount)::DECIMAL(38,2) AS investment_amount,
           coalesce(g.planned_funding_amount, l.planned_funding_amount)::DECIMAL(38,2) AS planned_funding_amount,
           coalesce(g.allocated_amount, l.allocated_amount)::DECIMAL(38,2) AS allocated_amount,
           coalesce(g.received_amount, l.received_amount)::DECIMAL(38,2) AS received_amount,
           coalesce(g.paid_amount, l.paid_amount)::DECIMAL(38,2) AS paid_amount,
           coalesce(g.work_done_amount, l.work_done_amount)::DECIMAL(38,2) AS work_done_amount,
           row_amount(grouped, s.not_arrived_amount, l.not_arrived_amount) AS not_arrived_amount,
           row_amount(grouped, s.unpaid_amount, l.unpaid_amount) AS unpaid_amount,
           row_amount(grouped, NULL, l.payment_untold_amount) AS payment_untold_amount,
           row_amount(grouped, s.aged_received_amount, l.aged_received_amount) AS aged_received_amount,
           row_amount(grouped, s.aged_unpaid_amount, l.aged_unpaid_amount) AS aged_unpaid_amount,
           row_amount(grouped, NULL, l.aged_untold_amount) AS aged_untold_amount,
           row_amount(grouped, s.long_unpaid_amount, l.long_unpaid_amount) AS long_unpaid_amount,
           row_amount(grouped, s.two_year_unpaid_amount, l.two_year_unpaid_amount) AS two_year_unpaid_amount,
           row_amount(grouped, s.public_allocated_amount, m.public_allocated_amount) AS public_allocated_amount,
           row_amount(grouped, s.disbursed_received_amount, m.disbursed_received_amount) AS disbursed_received_amount,
           row_amount(grouped, s.disbursed_allocated_amount,
                      m.disbursed_allocated_amount) AS disbursed_allocated_amount,
           CASE WHEN in_year
                THEN row_amount(grouped, s.budget_whole_amount, m.budget_whole_amount) END AS budget_whole_amount,
           CASE WHEN in_year
                THEN row_amount(grouped, s.budget_paid_amount, m.budget_paid_amount) END AS budget_paid_amount,
           CASE WHEN in_year
                THEN row_amount(grouped, s.budget_available_amount,
                                m.budget_available_amount) END AS budget_available_amount,
           CASE WHEN in_year
                THEN row_amount(grouped, s.year_allocated_amount, m.year_allocated_amount) END AS year_allocated_amount,
           CASE WHEN in_year
                THEN row_amount(grouped, s.carried_over_amount, m.carried_over_amount) END AS carried_over_amount,
           CASE WHEN l.unfunded_gap_amount IS NOT NULL
                THEN row_amount(grouped, g.investment_amount - g.planned_funding_amount,
                                greatest(0, l.unfunded_gap_amount))
                END AS unfunded_gap_amount,
           CASE WHEN l.unfunded_gap_amount IS NOT NULL
                THEN row_amount(grouped, NULL, greatest(0, -l.unfunded_gap_amount)) END AS funding_surplus_amount,
           CASE WHEN in_year AND l.paid_year_amount IS NOT NULL
                THEN row_amount(grouped, g.paid_amount - g.paid_base_amount,
                                l.paid_year_amount) END AS paid_year_amount,
           row_amount(grouped, CASE WHEN g.received_amount IS NOT NULL THEN g.planned_funding_amount END,
                      m.receipt_planned_amount) AS receipt_planned_amount,
           row_amount(grouped, CASE WHEN g.planned_funding_amount IS NOT NULL THEN g.received_amount END,
                      m.receipt_received_amount) AS receipt_received_amount,
           row_amount(grouped, CASE WHEN g.paid_amount IS NOT NULL THEN g.received_amount END,
                      m.payment_received_amount) AS payment_received_amount,
           row_amount(grouped, CASE WHEN g.received_amount IS NOT NULL THEN g.paid_amount END,
                      m.payment_paid_amount) AS payment_paid_amount,
           row_amount(grouped, NULL, l.reviewed_forecast_amount) AS year_forecast_amount
    FROM project_now l CROSS JOIN day_now c
    LEFT JOIN (SELECT DISTINCT group_id FROM below_row()) b ON b.group_id = l.project_id
    LEFT JOIN (FROM group_money() WHERE source = '*' AND currency = 'CNY') g USING (project_id)
    LEFT JOIN grouped_standing() s USING (project_id)
    LEFT JOIN matched_funding() m USING (project_id);
COMMENT ON MACRO TABLE row_money IS
    'One row a row of the library: its row amounts, and the figures that follow from these, unknown where a side is; '
    'what was paid this year only where it last reported in the year under review. What follows may be below nothing '
    'in a group: it is added as it is.';

CREATE MACRO any_plan_of(of_year) AS TABLE
    SELECT n.project_id, coalesce(g.amount, n.planned_amount)::DECIMAL(38,2) AS planned_amount
    FROM plan_now n
    LEFT JOIN group_now g ON g.project_id = n.project_id AND g.is_current
         AND g.field = 'annual_plan' AND g.kind = n.year::VARCHAR AND g.source = '*'
    WHERE n.year = of_year;
COMMENT ON MACRO TABLE any_plan_of IS
    'One row a row of the library with a plan of the year in force, taken out or not: its row amount.';

CREATE MACRO out_by(of_year) AS TABLE
    SELECT w.project_id, year(w.withdrawn_on) = of_year AS out_in_year
    FROM withdrawn_row() w WHERE year(w.withdrawn_on) <= of_year;
COMMENT ON MACRO TABLE out_by IS
    'One row a project that was taken out (调出) in that year or before, and whether in the year itself.';

CREATE MACRO plan_of(of_year) AS TABLE
    FROM any_plan_of(of_year) ANTI JOIN out_by(of_year) USING (project_id);
COMMENT ON MACRO TABLE plan_of IS
    'One row a row of the library with a plan of the year in force and not taken out: its row amount.';

CREATE MACRO plan_member(of_year) AS TABLE
    WITH planned AS MATERIALIZED (SELECT project_id FROM plan_of(of_year) WHERE planned_amount > 0)
    SELECT project_id, project_id AS row_id FROM planned
    UNION ALL
    SELECT b.project_id, arg_min(b.group_id, b.distance) AS row_id
    FROM below_row() b JOIN planned p ON p.project_id = b.group_id
    WHERE b.project_id NOT IN (SELECT project_id FROM planned)
      AND b.project_id NOT IN (SELECT o.project_id FROM out_by(of_year) o)
    GROUP BY b.project_id;
COMMENT ON MACRO TABLE plan_member IS
    'One row a row of the library whose work counts under a plan of the year above 0 (nothing is measured against a '
    'plan of 0), and the row that has that plan: itself, or where it has none the nearest group above it that has one.';

CREATE MACRO stands_aside(work_amount, unknown_count, excused_count) AS
    work_amount IS NULL AND unknown_count > 0 AND unknown_count = excused_count;
COMMENT ON MACRO stands_aside IS
    'Whether a row with a plan stands on neither side of the year''s rate: nothing of its work is known, and all that '
    'is missing is a last December which could not have been reported.';

CREATE MACRO all_reported(own, is_project, reported) AS
    coalesce(bool_or(reported) FILTER (own), FALSE)
    OR coalesce(bool_and(reported) FILTER (is_project AND NOT own), FALSE);
COMMENT ON MACRO all_reported IS
    'Whether of the rows under a plan the one that has it reported a month, or every project below it without a plan '
    'of its own.';

CREATE MACRO due_by(planned_amount, month_on) AS (planned_amount * month(month_on) / 12)::DECIMAL(38,2);
COMMENT ON MACRO due_by IS 'What of a year''s plan is due by the end of that month: its twelfths.';

CREATE MACRO year_row() AS TABLE
    WITH asked AS (
        SELECT s.*, last_december(s.reviewed_year) AS reviewed_december_on FROM day_now s),
    leaf AS (
        SELECT e.project_id,
               newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                      least(q.reviewed_to_on, coalesce(o.withdrawn_on, q.reviewed_to_on))) AS done_amount,
               newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                      q.reviewed_december_on) AS before_amount
        FROM accepted_progress() e CROSS JOIN asked q LEFT JOIN withdrawn_row() o USING (project_id)
        GROUP BY e.project_id),
    of_group AS (
        SELECT g.project_id, max(CASE WHEN day_on = q.reviewed_to_on THEN amount END) AS done_amount,
               max(CASE WHEN day_on = q.reviewed_to_on THEN stated_amount END) AS stated_amount,
               max(CASE WHEN day_on = q.reviewed_december_on THEN amount END) AS before_amount
        FROM group_now g CROSS JOIN asked q WHERE g.field = 'work_done' AND g.source = '*' GROUP BY g.project_id),
    reported AS (
        SELECT DISTINCT e.project_id
        FROM accepted_report() e
        WHERE e.period_on = (SELECT q.reviewed_to_on FROM asked q)),
    placed AS (
        SELECT r.project_id, r.project_id IN (SELECT d.group_id FROM below_row() d) AS grouped FROM read_now r),
    known AS (
        SELECT p.project_id, p.grouped, CASE WHEN p.grouped THEN g.done_amount ELSE a.done_amount END AS done_amount,
               CASE WHEN p.grouped THEN g.before_amount ELSE a.before_amount END AS before_amount,
               CASE WHEN p.grouped THEN g.stated_amount ELSE a.done_amount END AS stated_amount
        FROM placed p LEFT JOIN leaf a USING (project_id) LEFT JOIN of_group g USING (project_id)),
    based AS (
        SELECT k.project_id,
               CASE WHEN k.grouped OR coalesce(year(o.withdrawn_on) >= q.reviewed_year, TRUE)
                    THEN k.done_amount END AS done_amount,
               year_base(k.before_amount, r.reviewed_december_reported, y.work_done_amount, TRUE, k.stated_amount,
                         b.start_year, q.reviewed_year) AS base_amount,
               december_asked(q.first_opened_on, w.entered_on, q.reviewed_december_on) AS asked_for
        FROM known k CROSS JOIN asked q
        LEFT JOIN withdrawn_row() o USING (project_id)
        LEFT JOIN reporting_now r USING (project_id) LEFT JOIN started_in() b USING (project_id)
        LEFT JOIN entered_row() w USING (project_id)
        LEFT JOIN (FROM year_end_now WHERE source IS NULL) y
             ON y.project_id = k.project_id AND y.year_end_on = q.reviewed_december_on)
    SELECT project_id, (done_amount - base_amount)::DECIMAL(38,2) AS work_amount,
           project_id IN (SELECT t.project_id FROM reported t) AS reported,
           done_amount IS NOT NULL AND base_amount IS NULL AS base_unknown,
           base_unknown AND NOT asked_for AS base_excused
    FROM based;
COMMENT ON MACRO TABLE year_row IS
    'One row a row of the library: of its row amounts the work of the year under review to its last month that '
    'counts, whether that month''s own report is there, whether work is known and last December''s is not '
    '(base_unknown), and whether that December could not have been reported (base_excused).';

CREATE MACRO rate_row() AS TABLE
    WITH asked AS (SELECT s.reviewed_to_on, s.reviewed_year AS year FROM day_now s),
    year AS MATERIALIZED (FROM year_row()),
    member AS MATERIALIZED (FROM plan_member((SELECT a.year FROM asked a))),
    planned AS (FROM plan_of((SELECT a.year FROM asked a))),
    under AS (
        SELECT m.row_id AS project_id, sum(y.work_amount) AS work_amount, number_of(y.base_unknown) AS unknown_count,
               number_of(y.base_excused) AS excused_count,
               all_reported(m.project_id = m.row_id, p.kind = 'project', y.reported) AS reported
        FROM member m JOIN year y ON y.project_id = m.project_id JOIN project_now p ON p.project_id = m.project_id
        GROUP BY m.row_id),
    judged AS (
        SELECT u.*, stands_aside(u.work_amount, u.unknown_count, u.excused_count) AS aside,
               u.unknown_count > u.excused_count AS base_missing
        FROM under u)
    SELECT y.project_id, n.planned_amount, o.project_id IS NULL AS stays, y.work_amount, j.aside,
           coalesce(NOT j.aside, FALSE) AS rated,
           coalesce(NOT j.aside AND j.reported, FALSE) AS reported,
           coalesce(NOT j.aside AND j.base_missing, FALSE) AS base_missing,
           coalesce(j.work_amount, 0)::DECIMAL(38,2) AS done_amount,
           due_by(n.planned_amount, a.reviewed_to_on) AS due_amount,
           CASE WHEN o.out_in_year THEN x.planned_amount END AS withdrawn_plan_amount,
           CASE WHEN o.project_id IS NOT NULL THEN CASE WHEN o.out_in_year THEN 'withdrawn' END
                WHEN j.aside THEN 'left_out' WHEN j.project_id IS NOT NULL
                THEN CASE WHEN j.work_amount IS NULL THEN CASE WHEN base_missing THEN 'base_missing' ELSE 'untold' END
                          WHEN j.reported THEN 'reported' ELSE 'carried' END
                WHEN m.project_id IS NOT NULL THEN 'undivided'
                WHEN y.work_amount <> 0 THEN 'outside' END AS rate_basis
    FROM year y CROSS JOIN asked a LEFT JOIN judged j USING (project_id)
    LEFT JOIN planned n ON n.project_id = y.project_id LEFT JOIN member m ON m.project_id = y.project_id
    LEFT JOIN out_by((SELECT a.year FROM asked a)) o ON o.project_id = y.project_id
    LEFT JOIN (FROM any_plan_of((SELECT a.year FROM asked a)) WHERE planned_amount > 0) x
         ON x.project_id = y.project_id;
COMMENT ON MACRO TABLE rate_row IS
    'One row a row of the library and how it takes part in the year''s rate (rate_basis): with its plan and, as '
    'done_amount, the work under it as the last closed month knew it (0 where none is known: base_missing, untold), '
    'reported where that month''s own report is there, carried with its last figure; left_out on neither side; '
    'withdrawn (其中已调出) apart with its plan and the work until it was taken out; undivided under the plan of a group '
    'above; outside under no plan. due_amount is the plan''s twelfths.';

CREATE MACRO counted_row() AS TABLE
    WITH money AS MATERIALIZED (FROM row_money()),
    paid AS (
        SELECT m.row_id AS project_id, sum(CASE WHEN w.paid_whole THEN w.paid_year_amount END) AS paid_amount
        FROM plan_member((SELECT s.reviewed_year FROM day_now s)) m JOIN money w ON w.project_id = m.project_id
        GROUP BY m.row_id)
    SELECT w.project_id, investment_amount, planned_funding_amount, allocated_amount, received_amount, w.paid_amount,
           work_done_amount, not_arrived_amount, unpaid_amount, payment_untold_amount, aged_received_amount,
           aged_unpaid_amount, aged_untold_amount,
           add_known(aged_unpaid_amount, aged_untold_amount)::DECIMAL(38,2) AS aged_open_amount,
           long_unpaid_amount, two_year_unpaid_amount, unfunded_gap_amount, funding_surplus_amount,
           y.planned_amount AS annual_plan_amount, y.work_amount AS work_done_year_amount, paid_year_amount,
           CASE WHEN y.stays THEN w.year_forecast_amount END AS year_forecast_amount,
           CASE WHEN y.stays THEN round(w.year_forecast_amount::DOUBLE / nullif(y.planned_amount, 0)::DOUBLE, 9)
                END AS forecast_share,
           CASE WHEN y.rated THEN y.planned_amount END AS rated_plan_amount,
           CASE WHEN y.rated THEN y.done_amount END AS rated_work_amount,
           CASE WHEN y.rated
                THEN CASE WHEN y.reported THEN y.planned_amount ELSE 0 END END::DECIMAL(38,2) AS reported_plan_amount,
           CASE WHEN y.rated
                THEN CASE WHEN y.reported THEN y.done_amount ELSE 0 END END::DECIMAL(38,2) AS reported_work_amount,
           CASE WHEN y.rated THEN y.due_amount - y.done_amount END::DECIMAL(38,2) AS behind_amount,
           CASE WHEN y.aside THEN y.planned_amount END AS left_out_plan_amount,
           CASE WHEN y.rate_basis = 'outside' THEN y.work_amount END AS outside_work_amount,
           CASE WHEN y.rate_basis = 'withdrawn' THEN y.work_amount END AS withdrawn_work_amount,
           y.withdrawn_plan_amount,
           CASE WHEN y.rated AND p.paid_amount IS NOT NULL THEN y.planned_amount END AS payment_plan_amount,
           CASE WHEN y.rated THEN p.paid_amount END::DECIMAL(38,2) AS payment_paid_year_amount,
           receipt_planned_amount, receipt_received_amount, payment_received_amount, payment_paid_amount,
           public_allocated_amount, disbursed_received_amount, disbursed_allocated_amount, budget_whole_amount,
           budget_paid_amount, budget_available_amount, year_allocated_amount, carried_over_amount, grouped,
           y.reported AS month_reported, y.base_missing, y.rate_basis
    FROM money w JOIN rate_row() y USING (project_id) LEFT JOIN paid p USING (project_id);
COMMENT ON MACRO TABLE counted_row IS
    'One row a row of the library: its row amounts by measure, unknown where nothing is known. rated_ and reported_ '
    'where it takes part in the year''s rate (rate_row), behind the 欠序时投资, left_out_, outside_ and withdrawn_ what '
    'stands beside the rate; receipt_ and payment_ only where both sides of a rate are known; grouped where it is a '
    'group with members.';

CREATE TABLE amount_now AS FROM counted_row() LIMIT 0;
COMMENT ON TABLE amount_now IS 'counted_row of the day.';
