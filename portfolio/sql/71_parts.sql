-- Frames of the day that rest on no filter, filled when the first question asks for them: what pages would
-- otherwise read from the ledger at every change of a filter.

CREATE MACRO must_report(kind, state) AS kind = 'project' AND state NOT IN ('completed', 'suspended', 'withdrawn');
COMMENT ON MACRO must_report IS
    'Whether a monthly report is expected: of projects that are not completed, suspended or withdrawn.';

CREATE MACRO owes_month(kind, state, stood_at_close) AS must_report(kind, state) AND stood_at_close;
COMMENT ON MACRO owes_month IS
    'Whether the report of the last closed month is owed: by what reports, and stood in the library on its last day.';

CREATE MACRO obstacle_row() AS TABLE
    SELECT project_id, obstacle, newest(reason, place, cleared, 'reason') AS reason,
           newest(what, place, cleared, 'what') AS what,
           newest(remedy, place, cleared, 'remedy') AS remedy,
           newest(responsible, place, cleared, 'responsible') AS responsible,
           newest(due_on, place, cleared, 'due_on') AS due_on,
           newest(cleared_on, place, cleared, 'cleared_on') AS cleared_on,
           min(period_on) AS first_period_on, max(period_on) AS period_on, max(place) AS last_place
    FROM accepted_obstacle() GROUP BY project_id, obstacle;
COMMENT ON MACRO TABLE obstacle_row IS
    'One row a project and obstacle as last stated, and the months it was first and last reported for; open while '
    'cleared_on is unknown or still to come.';

CREATE MACRO open_obstacle() AS TABLE
    SELECT o.* FROM obstacle_row() o CROSS JOIN day_now d WHERE o.cleared_on IS NULL OR o.cleared_on > d.as_of;
COMMENT ON MACRO TABLE open_obstacle IS 'One row an obstacle that is not cleared by the day.';

CREATE MACRO blocking_row() AS TABLE
    SELECT project_id, arg_max(
               {'reason': reason, 'what': what, 'remedy': remedy, 'responsible': responsible, 'due_on': due_on},
               (reason IS NOT NULL, last_place)) AS told
    FROM open_obstacle() GROUP BY project_id;
COMMENT ON MACRO TABLE blocking_row IS
    'One row a project with an open obstacle: what is told of the latest one that has a reason, else of the latest.';

CREATE MACRO county_on() AS TABLE
    SELECT c.county_code, c.ranked, c.sort_order
    FROM county_row((SELECT s.as_of FROM day_now s), (SELECT s.newest_event FROM day_now s)) c;
COMMENT ON MACRO TABLE county_on IS
    'One row a county of the edition in force: whether it is ranked, and its place in the order.';

CREATE TABLE county_now AS FROM county_on() LIMIT 0;
COMMENT ON TABLE county_now IS 'county_on of the day.';

CREATE MACRO member_row() AS TABLE
    SELECT project_id, unnest(list_append(ancestor_ids, project_id)) AS member_id FROM read_row();
COMMENT ON MACRO TABLE member_row IS
    'One row a library row and each row that speaks for it: itself and the groups above it.';

CREATE TABLE member_now AS FROM member_row() LIMIT 0;
COMMENT ON TABLE member_now IS 'member_row of the day.';

CREATE MACRO naming_row() AS TABLE
    WITH named AS (
        SELECT f.project_id, coalesce(bool_or(f.planned_amount IS NOT NULL), FALSE) AS with_amount
        FROM funding_now f WHERE f.source <> 'not_stated' GROUP BY f.project_id)
    SELECT m.project_id,
           CASE WHEN bool_or(n.with_amount) THEN 'with_amount'
                WHEN count(n.project_id) > 0 THEN 'named'
                ELSE 'not_stated' END AS naming
    FROM member_row() m LEFT JOIN named n ON n.project_id = m.member_id GROUP BY m.project_id;
COMMENT ON MACRO TABLE naming_row IS
    'One row a library row: whether it (or a group above it) names a source of money with an amount (with_amount), '
    'without one (named), or none (not_stated, 未注明).';

CREATE TABLE naming_now AS FROM naming_row() LIMIT 0;
COMMENT ON TABLE naming_now IS 'naming_row of the day.';

CREATE MACRO namer_row() AS TABLE
    SELECT DISTINCT c.project_id, f.source
    FROM project_now c JOIN member_row() m ON m.project_id = c.project_id
    JOIN funding_now f ON f.project_id = m.member_id
    WHERE c.kind = 'project' AND f.currency = 'CNY';
COMMENT ON MACRO TABLE namer_row IS
    'One row a project and source that it, or a group above it, names, with an amount or without.';

CREATE MACRO remainder_of(two_year_unpaid_amount, completed) AS
    CASE WHEN two_year_unpaid_amount > 0 THEN CASE WHEN completed THEN 'surplus' ELSE 'carried' END END;
COMMENT ON MACRO remainder_of IS
    'What money unpaid after two budget years is called: 已竣工—结余待清理 (surplus) or 未竣工—结转 (carried).';

CREATE MACRO side_of(own, other, own_whole, other_whole) AS
    CASE WHEN knows_both(own, other, own_whole, other_whole) THEN coalesce(own, 0) END;
COMMENT ON MACRO side_of IS
    'One side of a rate of a group''s source: known where both are in all, and nothing where only the other names it.';

CREATE MACRO source_row() AS TABLE
    WITH grouped AS MATERIALIZED (FROM group_money()),
    reviewed AS (SELECT p.project_id FROM project_now p WHERE p.money_year = (SELECT s.reviewed_year FROM day_now s)),
    whole AS (SELECT * FROM grouped WHERE source = '*'),
    year_known AS (
        SELECT f.project_id, f.currency,
               number_of(f.paid_amount IS NOT NULL AND f.paid_year_amount IS NULL) = 0 AS known
        FROM funding_now f GROUP BY f.project_id, f.currency)
    SELECT f.project_id, f.source, f.currency, f.planned_amount AS planned_funding_amount, f.allocated_amount,
           f.received_amount, f.paid_amount,
           CASE WHEN f.currency <> 'CNY' OR a.paid_year_amount IS NOT NULL
                THEN f.paid_year_amount END AS paid_year_amount,
           f.not_arrived_amount, f.unpaid_amount, f.payment_untold_amount, f.aged_received_amount, f.aged_unpaid_amount,
           f.aged_untold_amount, add_known(f.aged_unpaid_amount, f.aged_untold_amount) AS aged_open_amount,
           f.long_unpaid_amount, f.two_year_unpaid_amount, f.age_basis,
           remainder_of(f.two_year_unpaid_amount, p.completed) AS remainder,
           CASE WHEN public_money(f.source) THEN f.allocated_amount END AS public_allocated_amount,
           CASE WHEN f.allocated_amount IS NOT NULL AND public_money(f.source)
                THEN f.received_amount END AS disbursed_received_amount,
           CASE WHEN f.received_amount IS NOT NULL AND public_money(f.source)
                THEN f.allocated_amount END AS disbursed_allocated_amount,
           CASE WHEN v.project_id IS NOT NULL THEN f.budget_whole_amount END AS budget_whole_amount,
           CASE WHEN v.project_id IS NOT NULL THEN f.budget_paid_amount END AS budget_paid_amount,
           CASE WHEN v.project_id IS NOT NULL THEN f.budget_available_amount END AS budget_available_amount,
           CASE WHEN v.project_id IS NOT NULL THEN f.year_allocated_amount END AS year_allocated_amount,
           CASE WHEN v.project_id IS NOT NULL THEN f.carried_over_amount END AS carried_over_amount,
           f.receipt_planned_amount, f.receipt_received_amount, f.payment_received_amount, f.payment_paid_amount
    FROM funding_now f JOIN amount_now a ON a.project_id = f.project_id AND NOT a.grouped
    JOIN project_now p ON p.project_id = f.project_id
    LEFT JOIN reviewed v ON v.project_id = f.project_id
    UNION ALL
    SELECT project_id, source, currency, g.planned_funding_amount, g.allocated_amount, g.received_amount, g.paid_amount,
           CASE WHEN w.paid_amount IS NOT NULL
               AND CASE WHEN currency = 'CNY' THEN a.paid_year_amount IS NOT NULL ELSE y.known END
                THEN coalesce(g.paid_amount, 0) - g.paid_base_amount END,
           s.not_arrived_amount, s.unpaid_amount, NULL, s.aged_received_amount, s.aged_unpaid_amount, NULL,
           s.aged_unpaid_amount, s.long_unpaid_amount, s.two_year_unpaid_amount,
           CASE WHEN s.aged_received_amount IS NOT NULL THEN 'estimate' END,
           remainder_of(s.two_year_unpaid_amount, FALSE),
           s.public_allocated_amount, s.disbursed_received_amount, s.disbursed_allocated_amount, s.budget_whole_amount,
           s.budget_paid_amount, s.budget_available_amount,
           s.year_allocated_amount, s.carried_over_amount,
           side_of(g.planned_funding_amount, g.received_amount, w.planned_funding_amount, w.received_amount),
           side_of(g.received_amount, g.planned_funding_amount, w.received_amount, w.planned_funding_amount),
           side_of(g.received_amount, g.paid_amount, w.received_amount, w.paid_amount),
           side_of(g.paid_amount, g.received_amount, w.paid_amount, w.received_amount)
    FROM (SELECT f.project_id, f.source, f.currency FROM funding_now f
          UNION SELECT project_id, source, currency FROM grouped WHERE source <> '*') f
    JOIN (FROM amount_now n WHERE n.grouped) a USING (project_id)
    LEFT JOIN grouped g USING (project_id, source, currency) LEFT JOIN whole w USING (project_id, currency)
    LEFT JOIN year_known y USING (project_id, currency)
    LEFT JOIN group_standing_now s USING (project_id, source, currency);
COMMENT ON MACRO TABLE source_row IS
    'One row a row of the library, source and currency: its row amounts by source; receipt_, payment_ and '
    'disbursed_ where both sides of 资金到位率, 资金支付率 and 拨付率 are known, of a leaf for that source, of a group in '
    'all; budget_, year_allocated and carried_over only where the year of its money is the year under review.';

CREATE TABLE source_now AS FROM source_row() LIMIT 0;
COMMENT ON TABLE source_now IS 'source_row of the day.';

CREATE MACRO part_row() AS TABLE
    SELECT project_id, c.county_code, c.kind, source, n.named IS NOT NULL AS named,
           o.* EXCLUDE (project_id, source, currency, paid_year_amount, age_basis, remainder)
    FROM (FROM source_row() WHERE currency = 'CNY') o
    FULL JOIN (SELECT *, TRUE AS named FROM namer_row()) n USING (project_id, source)
    JOIN project_now c USING (project_id)
    WHERE (n.named OR coalesce(
        o.planned_funding_amount, o.allocated_amount, o.received_amount, o.paid_amount,
        o.aged_unpaid_amount) IS NOT NULL);
COMMENT ON MACRO TABLE part_row IS
    'One row a project or group and source: its known row amounts in yuan, as source_row; named where the project, or '
    'a group above it, names the source, with an amount or without.';

CREATE MACRO is_split(measure) AS measure IN (
    'planned_funding', 'allocated', 'received', 'paid', 'receipt_planned', 'receipt_received', 'payment_received',
    'payment_paid', 'not_arrived', 'unpaid', 'payment_untold', 'aged_received', 'aged_unpaid', 'aged_untold',
    'aged_open', 'long_unpaid', 'two_year_unpaid',
    'public_allocated', 'disbursed_received', 'disbursed_allocated', 'budget_whole', 'budget_paid', 'budget_available',
    'year_allocated', 'carried_over');
COMMENT ON MACRO is_split IS 'Whether money of this measure is split by source: the amounts of part_row.';

CREATE TABLE part_now AS FROM part_row() LIMIT 0;
COMMENT ON TABLE part_now IS 'part_row of the day.';

CREATE MACRO standing_row() AS TABLE
    WITH
    stated AS (
        SELECT project_id, milestone, arg_max_null(reason, place) AS reason
        FROM accepted_milestone()
        WHERE reason IS NOT NULL OR due_on IS NOT NULL OR forecast_on IS NOT NULL GROUP BY project_id, milestone)
    SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.reporting_overdue, m.milestone,
           m.core, m.original_due_on, m.original_due_precision, m.due_on,
           m.due_precision, m.forecast_on, m.forecast_precision, m.forecast_past_days, m.done_on, m.done_precision,
           m.done, m.implied,
           m.late_days, m.at_least, m.slip_days, m.approved_count,
           m.stopped_days, m.late_approval_count, m.late_approval_days, m.late_filed_count, m.postponement_count,
           m.postponed_days, m.forecast_on - m.due_on AS forecast_slip_days,
           coalesce(r.reason, o.told.reason) AS reason, o.told.responsible AS responsible,
           CASE WHEN stands_late(p.state, p.kind, p.completed) AND m.core AND NOT m.done AND NOT m.implied
               AND m.late_days > 0
                     THEN CASE WHEN p.passed_unreported THEN 'passed_unreported' ELSE 'late' END
                WHEN p.state IN ('suspended', 'withdrawn', 'service', 'group') OR m.implied THEN NULL
                WHEN m.done THEN CASE WHEN m.late_days > 0 THEN 'done_late' END
                WHEN m.warning
                     THEN CASE WHEN must_report(p.kind, p.state) AND p.last_period_on IS NOT NULL THEN 'warning' END
                WHEN m.late_days > 0 AND (p.state = 'completed' OR NOT m.core)
                     THEN CASE WHEN p.last_period_on IS NOT NULL THEN 'after_completion' END
                WHEN m.late_days > 0 AND p.passed_unreported THEN 'passed_unreported'
                WHEN m.late_days > 0 AND p.late THEN 'late' END AS standing,
           coalesce(m.forecast_past_days > 0, FALSE) AND must_report(p.kind, p.state)
               AND p.last_period_on IS NOT NULL AS lapsed,
           m.postponed_days IS NOT NULL AND is_followed(p.kind, p.state) AS postponed
    FROM milestone_now m JOIN project_now p ON p.project_id = m.project_id
    LEFT JOIN blocking_row() o ON o.project_id = m.project_id
    LEFT JOIN stated r ON r.project_id = m.project_id AND r.milestone = m.milestone;
COMMENT ON MACRO TABLE standing_row IS
    'One row a milestone with its standing: late, passed_unreported (时限已过、未填报), warning (预警, silence does not end '
    'it), after_completion (of those that report), done_late, or none; lapsed where a forecast has passed that must '
    'be reported anew (预计已过), postponed where it counts as 未经批准推迟; the reason is that of the milestone''s newest due '
    'or forecast day, else that of the latest open obstacle that has one.';

CREATE TABLE standing_now AS FROM standing_row() LIMIT 0;
COMMENT ON TABLE standing_now IS 'standing_row of the day.';

CREATE MACRO fact_row() AS TABLE
    WITH day AS (FROM day_now),
    fact AS (
        SELECT l.project_id, l.v, g.stated_on
        FROM (SELECT project_id, unnest(evidence) AS v FROM read_row()) l
        JOIN public_page() g ON g.project_id = l.project_id AND g.evidence_no = l.v.evidence_no
        WHERE g.stated_on <= (SELECT as_of FROM day)),
    newest_fact AS (
        SELECT project_id, count(*) AS fact_count, max(stated_on) AS stated_on,
               arg_max(v, (stated_on, coalesce(v.held_on, stated_on), v.evidence_no)) AS v
        FROM fact
        GROUP BY project_id)
    SELECT f.project_id, f.fact_count, f.stated_on, f.v.kind AS fact_kind, f.v.label AS fact_label,
           f.v.value AS fact_value, f.v.unit AS fact_unit,
           f.v.funding AS fact_funding, f.v.held_on AS held_on, f.v.precision AS held_precision, f.v.title AS title,
           f.v.url AS url, f.v.confidence AS confidence
    FROM newest_fact f;
COMMENT ON MACRO TABLE fact_row IS
    'One row a project or group on which a public page dated by then says anything: how many facts, and the newest.';

CREATE TABLE fact_now AS FROM fact_row() LIMIT 0;
COMMENT ON TABLE fact_now IS 'fact_row of the day.';

CREATE MACRO planned_row() AS TABLE
    SELECT m.project_id, bool_or(m.member_id = m.project_id) AS own
    FROM member_row() m JOIN plan_now n ON n.project_id = m.member_id
    JOIN day_now s ON n.year = s.reviewed_year GROUP BY m.project_id;
COMMENT ON MACRO TABLE planned_row IS
    'One row a library row that has a plan for the year under review, its own or only that of a group above it (own '
    'is false: 计划未分解).';

CREATE TABLE planned_now AS FROM planned_row() LIMIT 0;
COMMENT ON TABLE planned_now IS 'planned_row of the day.';
