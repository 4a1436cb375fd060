-- Parts of a snapshot that rest on no filter, filled when the first question asks for them: what pages would
-- otherwise read from the ledger at every change of a filter.

CREATE MACRO must_report(kind, state) AS kind = 'project' AND state NOT IN ('completed', 'suspended', 'withdrawn');
COMMENT ON MACRO must_report IS 'Whether a monthly report is expected: of projects that are not completed, suspended or withdrawn.';

CREATE MACRO has_reported(last_period_on, month_on) AS coalesce(last_period_on >= month_on, FALSE);
COMMENT ON MACRO has_reported IS 'Whether a project whose newest accepted month is known counts as having reported a month; not one that never reported.';

CREATE MACRO obstacle_row(snapshot) AS TABLE
    SELECT project_id, obstacle, newest(reason, place, cleared, 'reason') AS reason, newest(what, place, cleared, 'what') AS what,
           newest(remedy, place, cleared, 'remedy') AS remedy, newest(responsible, place, cleared, 'responsible') AS responsible,
           newest(due_on, place, cleared, 'due_on') AS due_on, newest(cleared_on, place, cleared, 'cleared_on') AS cleared_on,
           min(period_on) AS first_period_on, max(period_on) AS period_on, max(place) AS last_place
    FROM accepted_obstacle(snapshot) GROUP BY project_id, obstacle;
COMMENT ON MACRO TABLE obstacle_row IS 'One row a project and obstacle as last stated, and the months it was first and last reported for; open while cleared_on is unknown or still to come.';

CREATE MACRO day_of(snapshot) AS TABLE SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot;
COMMENT ON MACRO TABLE day_of IS 'One row: the day asked about and the knowledge of a snapshot.';

CREATE MACRO county_on(snapshot) AS TABLE
    SELECT c.county_code, c.ranked, c.sort_order FROM county_row((SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)) c;
COMMENT ON MACRO TABLE county_on IS 'One row a county of the edition in force: whether it is ranked, and its place in the order.';

CREATE TABLE county_now AS SELECT 0::BIGINT AS snapshot_id, * FROM county_on(0) LIMIT 0;
COMMENT ON TABLE county_now IS 'county_on of a snapshot.';

CREATE MACRO member_row(snapshot) AS TABLE
    SELECT project_id, unnest(list_append(ancestor_ids, project_id)) AS member_id FROM read_row(snapshot);
COMMENT ON MACRO TABLE member_row IS 'One row a library row and each row that speaks for it: itself and the groups above it.';

CREATE TABLE member_now AS SELECT 0::BIGINT AS snapshot_id, * FROM member_row(0) LIMIT 0;
COMMENT ON TABLE member_now IS 'member_row of a snapshot.';

CREATE MACRO naming_row(snapshot) AS TABLE
    WITH named AS (
        SELECT f.project_id, coalesce(bool_or(f.planned_amount IS NOT NULL), FALSE) AS with_amount
        FROM funding_now f WHERE f.snapshot_id = snapshot AND f.source <> 'not_stated' GROUP BY f.project_id)
    SELECT m.project_id, CASE WHEN bool_or(n.with_amount) THEN 'with_amount' WHEN count(n.project_id) > 0 THEN 'named' ELSE 'not_stated' END AS naming
    FROM member_row(snapshot) m LEFT JOIN named n ON n.project_id = m.member_id GROUP BY m.project_id;
COMMENT ON MACRO TABLE naming_row IS 'One row a library row: whether it (or a group above it) names a source of money with an amount (with_amount), without one (named), or none (not_stated, 未注明).';

CREATE TABLE naming_now AS SELECT 0::BIGINT AS snapshot_id, * FROM naming_row(0) LIMIT 0;
COMMENT ON TABLE naming_now IS 'naming_row of a snapshot.';

CREATE MACRO namer_row(snapshot) AS TABLE
    SELECT DISTINCT c.project_id, f.source
    FROM project_now c JOIN member_row(snapshot) m ON m.project_id = c.project_id
    JOIN funding_now f ON f.snapshot_id = snapshot AND f.project_id = m.member_id
    WHERE c.snapshot_id = snapshot AND c.kind = 'project' AND f.currency = 'CNY';
COMMENT ON MACRO TABLE namer_row IS 'One row a project and source that it, or a group above it, names, with an amount or without.';

CREATE MACRO part_row(snapshot) AS TABLE
    WITH own AS (
        SELECT f.project_id, f.source, CASE WHEN a.planned_funding_amount IS NOT NULL THEN f.planned_amount END AS planned_funding_amount,
               CASE WHEN a.allocated_amount IS NOT NULL THEN f.allocated_amount END AS allocated_amount, CASE WHEN a.received_amount IS NOT NULL THEN f.received_amount END AS received_amount,
               CASE WHEN a.paid_amount IS NOT NULL THEN f.paid_amount END AS paid_amount, CASE WHEN a.idle_amount IS NOT NULL THEN f.idle_amount END AS idle_amount,
               CASE WHEN a.receipt_planned_amount IS NOT NULL AND f.received_amount IS NOT NULL THEN f.planned_amount END AS receipt_planned_amount,
               CASE WHEN a.receipt_received_amount IS NOT NULL AND f.planned_amount IS NOT NULL THEN f.received_amount END AS receipt_received_amount,
               CASE WHEN a.payment_received_amount IS NOT NULL AND f.paid_amount IS NOT NULL THEN f.received_amount END AS payment_received_amount,
               CASE WHEN a.payment_paid_amount IS NOT NULL AND f.received_amount IS NOT NULL THEN f.paid_amount END AS payment_paid_amount
        FROM funding_now f JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = f.project_id WHERE f.snapshot_id = snapshot AND f.currency = 'CNY')
    SELECT project_id, c.county_code, c.kind, source, n.named IS NOT NULL AS named, o.* EXCLUDE (project_id, source)
    FROM own o FULL JOIN (SELECT *, TRUE AS named FROM namer_row(snapshot)) n USING (project_id, source)
    JOIN project_now c USING (project_id)
    WHERE c.snapshot_id = snapshot AND (n.named OR coalesce(o.planned_funding_amount, o.allocated_amount, o.received_amount, o.paid_amount, o.idle_amount) IS NOT NULL);
COMMENT ON MACRO TABLE part_row IS 'One row a project or group and source: its known yuan where that money is counted; receipt_ and payment_ of the sources that know both sides of 资金到位率 and 资金支付率; named where the project, or a group above it, names the source, with an amount or without.';

CREATE MACRO is_split(measure) AS measure IN ('planned_funding', 'allocated', 'received', 'paid', 'idle', 'receipt_planned', 'receipt_received', 'payment_received', 'payment_paid');
COMMENT ON MACRO is_split IS 'Whether money of this measure is split by source: the amounts of part_row.';

CREATE TABLE part_now AS SELECT 0::BIGINT AS snapshot_id, * FROM part_row(0) LIMIT 0;
COMMENT ON TABLE part_now IS 'part_row of a snapshot.';

CREATE MACRO cover_row(snapshot) AS TABLE
    WITH part AS (
        SELECT project_id, county_code, source, measure[:-8] AS measure
        FROM (FROM part_row(snapshot) WHERE project_id IN (SELECT h.holder_id FROM held_now h WHERE h.snapshot_id = snapshot)) UNPIVOT (amount FOR measure IN (COLUMNS('.*_amount'))))
    SELECT c.project_id, c.county_code, h.holder_id, p.source, h.measure, c.county_code = p.county_code AS at_home
    FROM held_now h JOIN project_now c ON c.snapshot_id = snapshot AND c.project_id = h.project_id
    JOIN part p ON p.project_id = h.holder_id AND p.measure = h.measure
    WHERE h.snapshot_id = snapshot AND c.kind = 'project';
COMMENT ON MACRO TABLE cover_row IS 'One row a project, source and measure whose money a group above it holds, at_home when that is in the project''s own county.';

CREATE TABLE cover_now AS SELECT 0::BIGINT AS snapshot_id, * FROM cover_row(0) LIMIT 0;
COMMENT ON TABLE cover_now IS 'cover_row of a snapshot.';

CREATE MACRO standing_row(snapshot) AS TABLE
    WITH day AS (FROM day_of(snapshot)),
    obstacle AS (
        SELECT project_id, arg_max({'reason': reason, 'responsible': responsible}, (reason IS NOT NULL, last_place)) AS told
        FROM obstacle_row(snapshot) WHERE cleared_on IS NULL OR cleared_on > (SELECT as_of FROM day) GROUP BY project_id),
    stated AS (
        SELECT project_id, milestone, arg_max_null(reason, place) AS reason
        FROM accepted_milestone(snapshot)
        WHERE reason IS NOT NULL OR due_on IS NOT NULL OR forecast_on IS NOT NULL GROUP BY project_id, milestone)
    SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.reporting_overdue, m.milestone, m.core, m.original_due_on, m.original_due_precision, m.due_on,
           m.due_precision, m.forecast_on, m.done_on, m.done_precision, m.done, m.implied, m.late_days, m.at_least, m.slip_days, m.approved_count, m.silent_count,
           m.forecast_on - m.due_on AS forecast_slip_days, coalesce(r.reason, o.told.reason) AS reason, o.told.responsible AS responsible,
           CASE WHEN p.state IN ('suspended', 'withdrawn', 'service', 'group') OR m.implied THEN NULL
                WHEN m.done THEN CASE WHEN m.late_days > 0 THEN 'done_late' END
                WHEN m.warning THEN CASE WHEN must_report(p.kind, p.state) AND p.last_period_on IS NOT NULL THEN 'warning' END
                WHEN m.late_days > 0 AND (p.state = 'completed' OR NOT m.core) THEN CASE WHEN p.last_period_on IS NOT NULL THEN 'after_completion' END
                WHEN m.late_days > 0 AND p.passed_unreported THEN 'passed_unreported'
                WHEN m.late_days > 0 AND p.late THEN 'late' END AS standing
    FROM milestone_now m JOIN project_now p ON p.snapshot_id = snapshot AND p.project_id = m.project_id
    LEFT JOIN obstacle o ON o.project_id = m.project_id LEFT JOIN stated r ON r.project_id = m.project_id AND r.milestone = m.milestone
    WHERE m.snapshot_id = snapshot;
COMMENT ON MACRO TABLE standing_row IS 'One row a milestone with its standing: late, passed_unreported (时限已过、未填报), warning (预警, silence does not end it), after_completion (of those that report), done_late, or none; the reason is that of the milestone''s newest due or forecast day, else that of the latest open obstacle that has one.';

CREATE TABLE standing_now AS SELECT 0::BIGINT AS snapshot_id, * FROM standing_row(0) LIMIT 0;
COMMENT ON TABLE standing_now IS 'standing_row of a snapshot.';

CREATE MACRO fact_row(snapshot) AS TABLE
    WITH day AS (FROM day_of(snapshot)),
    fact AS (
        SELECT l.project_id, l.v, g.stated_on
        FROM (SELECT project_id, unnest(evidence) AS v FROM read_row(snapshot)) l
        JOIN public_page(snapshot) g ON g.project_id = l.project_id AND g.evidence_no = l.v.evidence_no
        WHERE g.stated_on <= (SELECT as_of FROM day)),
    newest_fact AS (
        SELECT project_id, count(*) AS fact_count, max(stated_on) AS stated_on,
               arg_max(v, (stated_on, coalesce(v.held_on, stated_on), v.evidence_no)) AS v FROM fact GROUP BY project_id)
    SELECT f.project_id, f.fact_count, f.stated_on, f.v.kind AS fact_kind, f.v.label AS fact_label, f.v.value AS fact_value, f.v.unit AS fact_unit,
           f.v.funding AS fact_funding, f.v.held_on AS held_on, f.v.precision AS held_precision, f.v.title AS title, f.v.url AS url, f.v.confidence AS confidence
    FROM newest_fact f;
COMMENT ON MACRO TABLE fact_row IS 'One row a project or group on which a public page dated by then says anything: how many facts, and the newest.';

CREATE TABLE fact_now AS SELECT 0::BIGINT AS snapshot_id, * FROM fact_row(0) LIMIT 0;
COMMENT ON TABLE fact_now IS 'fact_row of a snapshot.';

CREATE MACRO plan_row(snapshot) AS TABLE
    SELECT project_id, year, planned_amount FROM current_plan(snapshot)
    WHERE planned_amount IS NOT NULL;
COMMENT ON MACRO TABLE plan_row IS 'One row a project and year with a plan as last revised.';

CREATE TABLE plan_now AS SELECT 0::BIGINT AS snapshot_id, * FROM plan_row(0) LIMIT 0;
COMMENT ON TABLE plan_now IS 'plan_row of a snapshot.';

CREATE MACRO planned_row(snapshot) AS TABLE
    SELECT DISTINCT m.project_id
    FROM member_row(snapshot) m JOIN plan_row(snapshot) n ON n.project_id = m.member_id
    JOIN snapshot s ON s.snapshot_id = snapshot AND n.year = year(s.last_closed_on);
COMMENT ON MACRO TABLE planned_row IS 'One row a library row that has a plan for the year under review, its own or that of a group above it.';

CREATE TABLE planned_now AS SELECT 0::BIGINT AS snapshot_id, * FROM planned_row(0) LIMIT 0;
COMMENT ON TABLE planned_now IS 'planned_row of a snapshot.';

CREATE MACRO month_reported(snapshot) AS TABLE
    SELECT DISTINCT project_id, period_on FROM accepted_report(snapshot);
COMMENT ON MACRO TABLE month_reported IS 'One row a project and month that an accepted report is about.';

CREATE MACRO funding_at(snapshot) AS TABLE
    SELECT project_id, source, period_on,
           arg_max_null(received_amount, place) FILTER (received_amount IS NOT NULL OR list_contains(cleared, 'received_amount')) AS received,
           arg_max_null(paid_amount, place) FILTER (paid_amount IS NOT NULL OR list_contains(cleared, 'paid_amount')) AS paid,
           count(*) FILTER (received_amount IS NOT NULL OR list_contains(cleared, 'received_amount')) > 0 AS tells_received,
           count(*) FILTER (paid_amount IS NOT NULL OR list_contains(cleared, 'paid_amount')) > 0 AS tells_paid
    FROM accepted_funding(snapshot) WHERE currency = 'CNY' GROUP BY project_id, source, period_on;
COMMENT ON MACRO TABLE funding_at IS 'One row a project, source and month reported on: yuan received and paid as that month''s reports last say, and whether they say it at all; a month''s value holds until the next that tells.';

CREATE MACRO step_row(snapshot) AS TABLE
    WITH day AS (FROM day_of(snapshot)),
    stated AS MATERIALIZED (FROM funding_at(snapshot)),
    closing AS (
        SELECT e.project_id, e.source, t.year, make_date(t.year, 12, 31) AS closing_on
        FROM (SELECT project_id, source, min(period_on) AS first_on FROM stated GROUP BY project_id, source) e
        JOIN (SELECT DISTINCT project_id, year(period_on) AS year FROM month_reported(snapshot)) t USING (project_id)
        WHERE year(e.first_on) <= t.year),
    held AS (
        SELECT c.project_id, c.source, c.year, r.received, p.paid
        FROM closing c
        ASOF LEFT JOIN (FROM stated WHERE tells_received) r ON r.project_id = c.project_id AND r.source = c.source AND r.period_on <= c.closing_on
        ASOF LEFT JOIN (FROM stated WHERE tells_paid) p ON p.project_id = c.project_id AND p.source = c.source AND p.period_on <= c.closing_on)
    SELECT h.project_id, h.source, h.year, NOT coalesce(list_contains(o.held, 'received'), FALSE) AS holds_received, NOT coalesce(list_contains(o.held, 'paid'), FALSE) AS holds_paid,
           h.received - coalesce(lag(h.received IGNORE NULLS) OVER (PARTITION BY h.project_id, h.source ORDER BY h.year), 0) AS received_step,
           h.paid - coalesce(lag(h.paid IGNORE NULLS) OVER (PARTITION BY h.project_id, h.source ORDER BY h.year), 0) AS paid_step
    FROM held h LEFT JOIN held_list(snapshot) o USING (project_id);
COMMENT ON MACRO TABLE step_row IS 'One row a project, source and year in which it reported: yuan received and paid as the step from the last known year-end before; holds_ says whether no group above holds this money.';

CREATE TABLE step_now AS SELECT 0::BIGINT AS snapshot_id, * FROM step_row(0) LIMIT 0;
COMMENT ON TABLE step_now IS 'step_row of a snapshot.';

CREATE MACRO month_of(of_year) AS TABLE SELECT last_day(make_date(of_year, m::INTEGER, 1)) AS month_on FROM range(1, 13) t(m);
COMMENT ON MACRO TABLE month_of IS 'Twelve rows: the months of a year by their last day.';

CREATE MACRO reported_span(snapshot, of_year) AS TABLE
    SELECT project_id, max(period_on) AS last_on, min(period_on) FILTER (period_on >= make_date(of_year, 1, 1)) AS first_on,
           bool_or(period_on = make_date(of_year - 1, 12, 31)) AS december_reported
    FROM month_reported(snapshot)
    WHERE period_on <= make_date(of_year, 12, 31) GROUP BY project_id;
COMMENT ON MACRO TABLE reported_span IS 'One row a project that reported by the end of the year: its first month of the year and its last by then, and whether the December before was reported.';

CREATE MACRO planned_month(snapshot, of_year) AS TABLE
    WITH stated AS (
        SELECT project_id, planned_amount FROM current_plan(snapshot)
        WHERE year = of_year AND planned_amount IS NOT NULL),
    held AS (SELECT DISTINCT m.project_id FROM member_row(snapshot) m JOIN stated s ON s.project_id = m.member_id WHERE m.member_id <> m.project_id)
    SELECT s.project_id, s.planned_amount, m.month_on, coalesce(m.month_on BETWEEN r.first_on AND r.last_on, FALSE) AS told, r.december_reported, b.start_year
    FROM stated s ANTI JOIN held USING (project_id) CROSS JOIN month_of(of_year) m
    LEFT JOIN reported_span(snapshot, of_year) r USING (project_id)
    LEFT JOIN started_in(snapshot) b USING (project_id);
COMMENT ON MACRO TABLE planned_month IS 'One row a month and row with a plan of the year that no group above it plans for; told while its reports of the year reach the month.';

CREATE MACRO curve_row(snapshot, of_year) AS TABLE
    WITH day AS (FROM day_of(snapshot)),
    plan AS MATERIALIZED (FROM planned_month(snapshot, of_year)),
    stated AS (
        SELECT project_id, period_on, arg_max_null(work_done_amount, place) AS work_done
        FROM accepted_progress(snapshot)
        WHERE work_done_amount IS NOT NULL OR list_contains(cleared, 'work_done_amount') GROUP BY project_id, period_on),
    december AS (SELECT project_id, arg_max_null(work_done, period_on) AS work_done FROM stated WHERE period_on <= make_date(of_year - 1, 12, 31) GROUP BY project_id)
    SELECT p.project_id, p.month_on, (p.planned_amount * month(p.month_on) / 12)::DECIMAL(38,2) AS plan_amount, p.planned_amount, p.told,
           CASE WHEN p.told THEN this_year(a.work_done, d.work_done, p.december_reported, TRUE, p.start_year, of_year) END AS work_done_amount
    FROM plan p ASOF LEFT JOIN stated a ON a.project_id = p.project_id AND a.period_on <= p.month_on
    LEFT JOIN december d ON d.project_id = p.project_id;
COMMENT ON MACRO TABLE curve_row IS 'One row a month of the year and row with a plan: planned by 序时, and work done so far that year; no figure before a project''s first report of the year or after its last.';

CREATE TABLE curve_now AS SELECT 0::BIGINT AS snapshot_id, 0::INTEGER AS year, * FROM curve_row(0, 2000) LIMIT 0;
COMMENT ON TABLE curve_now IS 'curve_row of a snapshot and year.';

CREATE MACRO curve_paid_row(snapshot, of_year) AS TABLE
    WITH day AS (FROM day_of(snapshot)),
    stated AS MATERIALIZED (FROM funding_at(snapshot) WHERE period_on <= make_date(of_year, 12, 31)),
    telling AS (SELECT project_id, source, period_on, paid FROM stated WHERE tells_paid),
    origin AS (
        SELECT a.project_id, a.source, bool_or(a.period_on < make_date(of_year, 1, 1)) OR any_value(f.source) IS NOT NULL AS named_by_december
        FROM stated a LEFT JOIN stated_funding(snapshot) f ON f.project_id = a.project_id AND f.source = a.source AND f.currency = 'CNY'
        GROUP BY a.project_id, a.source),
    december AS (SELECT project_id, source, arg_max_null(paid, period_on) AS paid FROM telling WHERE period_on <= make_date(of_year - 1, 12, 31) GROUP BY project_id, source),
    cell AS (SELECT p.*, o.source, o.named_by_december FROM planned_month(snapshot, of_year) p JOIN origin o USING (project_id) WHERE p.told)
    SELECT c.project_id, c.source, c.month_on, this_year(t.paid, d.paid, c.december_reported, c.named_by_december, c.start_year, of_year) AS paid_amount
    FROM cell c ASOF JOIN telling t ON t.project_id = c.project_id AND t.source = c.source AND t.period_on <= c.month_on
    LEFT JOIN december d ON d.project_id = c.project_id AND d.source = c.source
    WHERE t.paid IS NOT NULL;
COMMENT ON MACRO TABLE curve_paid_row IS 'One row a month of the year, row with a plan and source that is paid from: yuan paid so far that year; unknown where last December''s is.';

CREATE TABLE curve_paid_now AS SELECT 0::BIGINT AS snapshot_id, 0::INTEGER AS year, * FROM curve_paid_row(0, 2000) LIMIT 0;
COMMENT ON TABLE curve_paid_now IS 'curve_paid_row of a snapshot and year.';
