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

CREATE MACRO source_row(snapshot) AS TABLE
    WITH grouped AS MATERIALIZED (FROM group_money(snapshot)),
    whole AS (SELECT * FROM grouped WHERE source = '*'),
    year_known AS (
        SELECT f.project_id, f.currency, number_of(f.paid_amount IS NOT NULL AND f.paid_year_amount IS NULL) = 0 AS known
        FROM funding_now f WHERE f.snapshot_id = snapshot GROUP BY f.project_id, f.currency)
    SELECT f.project_id, f.source, f.currency, f.planned_amount AS planned_funding_amount, f.allocated_amount, f.received_amount,
           f.paid_amount, CASE WHEN f.currency <> 'CNY' OR a.paid_year_amount IS NOT NULL THEN f.paid_year_amount END AS paid_year_amount,
           f.idle_amount,
           CASE WHEN f.received_amount IS NOT NULL THEN f.planned_amount END AS receipt_planned_amount,
           CASE WHEN f.planned_amount IS NOT NULL THEN f.received_amount END AS receipt_received_amount,
           CASE WHEN f.paid_amount IS NOT NULL THEN f.received_amount END AS payment_received_amount,
           CASE WHEN f.received_amount IS NOT NULL THEN f.paid_amount END AS payment_paid_amount
    FROM funding_now f JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = f.project_id AND NOT a.grouped
    WHERE f.snapshot_id = snapshot
    UNION ALL
    SELECT project_id, source, currency, g.planned_funding_amount, g.allocated_amount, g.received_amount, g.paid_amount,
           CASE WHEN w.paid_amount IS NOT NULL AND CASE WHEN currency = 'CNY' THEN a.paid_year_amount IS NOT NULL ELSE y.known END
                THEN coalesce(g.paid_amount, 0) - g.paid_base_amount END,
           CASE WHEN w.received_earlier_amount IS NOT NULL AND w.paid_amount IS NOT NULL
                THEN coalesce(g.received_earlier_amount, 0) - coalesce(g.paid_amount, 0) END,
           CASE WHEN w.received_amount IS NOT NULL THEN g.planned_funding_amount END,
           CASE WHEN w.planned_funding_amount IS NOT NULL THEN g.received_amount END,
           CASE WHEN w.paid_amount IS NOT NULL THEN g.received_amount END,
           CASE WHEN w.received_amount IS NOT NULL THEN g.paid_amount END
    FROM (SELECT f.project_id, f.source, f.currency FROM funding_now f WHERE f.snapshot_id = snapshot
          UNION SELECT project_id, source, currency FROM grouped WHERE source <> '*') f
    JOIN (FROM amount_now n WHERE n.snapshot_id = snapshot AND n.grouped) a USING (project_id)
    LEFT JOIN grouped g USING (project_id, source, currency) LEFT JOIN whole w USING (project_id, currency)
    LEFT JOIN year_known y USING (project_id, currency);
COMMENT ON MACRO TABLE source_row IS 'One row a row of the library, source and currency: its row amounts by source; receipt_ and payment_ where both sides of 资金到位率 and 资金支付率 are known, of a leaf for that source, of a group in all.';

CREATE TABLE source_now AS SELECT 0::BIGINT AS snapshot_id, * FROM source_row(0) LIMIT 0;
COMMENT ON TABLE source_now IS 'source_row of a snapshot.';

CREATE MACRO part_row(snapshot) AS TABLE
    SELECT project_id, c.county_code, c.kind, source, n.named IS NOT NULL AS named,
           o.* EXCLUDE (project_id, source, currency, paid_year_amount)
    FROM (FROM source_row(snapshot) WHERE currency = 'CNY') o
    FULL JOIN (SELECT *, TRUE AS named FROM namer_row(snapshot)) n USING (project_id, source)
    JOIN project_now c USING (project_id)
    WHERE c.snapshot_id = snapshot AND (n.named OR coalesce(
        o.planned_funding_amount, o.allocated_amount, o.received_amount, o.paid_amount, o.idle_amount) IS NOT NULL);
COMMENT ON MACRO TABLE part_row IS 'One row a project or group and source: its known row amounts in yuan, as source_row; named where the project, or a group above it, names the source, with an amount or without.';

CREATE MACRO is_split(measure) AS measure IN ('planned_funding', 'allocated', 'received', 'paid', 'idle', 'receipt_planned', 'receipt_received', 'payment_received', 'payment_paid');
COMMENT ON MACRO is_split IS 'Whether money of this measure is split by source: the amounts of part_row.';

CREATE TABLE part_now AS SELECT 0::BIGINT AS snapshot_id, * FROM part_row(0) LIMIT 0;
COMMENT ON TABLE part_now IS 'part_row of a snapshot.';

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
    SELECT m.project_id, bool_or(m.member_id = m.project_id) AS own
    FROM member_row(snapshot) m JOIN plan_row(snapshot) n ON n.project_id = m.member_id
    JOIN snapshot s ON s.snapshot_id = snapshot AND n.year = year(s.last_closed_on) GROUP BY m.project_id;
COMMENT ON MACRO TABLE planned_row IS 'One row a library row that has a plan for the year under review, its own or only that of a group above it (own is false: 计划未分解).';

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
    WITH stated AS MATERIALIZED (FROM funding_at(snapshot)),
    reported AS MATERIALIZED (SELECT DISTINCT project_id, year(period_on) AS year FROM month_reported(snapshot)),
    grouped AS MATERIALIZED (SELECT DISTINCT group_id AS project_id FROM below_row(snapshot)),
    closing AS (
        SELECT e.project_id, e.source, t.year, make_date(t.year, 12, 31) AS closing_on
        FROM (SELECT project_id, source, min(period_on) AS first_on FROM stated GROUP BY project_id, source) e
        ANTI JOIN grouped USING (project_id) JOIN reported t USING (project_id)
        WHERE year(e.first_on) <= t.year),
    ended AS (
        SELECT c.project_id, c.source, c.year, FALSE AS grouped, TRUE AS stated, r.received, p.paid
        FROM closing c
        ASOF LEFT JOIN (FROM stated WHERE tells_received) r
             ON r.project_id = c.project_id AND r.source = c.source AND r.period_on <= c.closing_on
        ASOF LEFT JOIN (FROM stated WHERE tells_paid) p
             ON p.project_id = c.project_id AND p.source = c.source AND p.period_on <= c.closing_on
        UNION ALL
        SELECT g.project_id, g.source, year(g.day_on), TRUE, count(g.stated_amount) > 0,
               max(CASE WHEN g.field = 'received' THEN g.amount END), max(CASE WHEN g.field = 'paid' THEN g.amount END)
        FROM group_amount(snapshot, (
            SELECT list(DISTINCT make_date(r.year, 12, 31)) FROM reported r SEMI JOIN grouped USING (project_id))) g
        JOIN reported t ON t.project_id = g.project_id AND t.year = year(g.day_on)
        WHERE g.field IN ('received', 'paid') AND g.kind = 'CNY' AND g.source <> '*'
        GROUP BY g.project_id, g.source, g.day_on),
    step AS (
        SELECT *, received - coalesce(lag(received IGNORE NULLS) OVER before, 0) AS received_step,
               paid - coalesce(lag(paid IGNORE NULLS) OVER before, 0) AS paid_step
        FROM ended WINDOW before AS (PARTITION BY project_id, source ORDER BY year))
    SELECT project_id, source, year, grouped, received_step, paid_step FROM step
    WHERE stated OR received <> 0 OR paid <> 0 OR received_step <> 0 OR paid_step <> 0;
COMMENT ON MACRO TABLE step_row IS 'One row a row of the library, source and year in which it reported: of its row amounts in yuan, what was received and paid as the step from the last known year-end before.';

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

CREATE MACRO curve_member(snapshot, of_year) AS TABLE
    WITH planned AS MATERIALIZED (
        SELECT project_id FROM current_plan(snapshot) WHERE year = of_year AND planned_amount IS NOT NULL)
    SELECT project_id, project_id AS row_id FROM planned
    UNION ALL
    SELECT b.project_id, arg_min(b.group_id, b.distance) AS row_id
    FROM below_row(snapshot) b JOIN planned p ON p.project_id = b.group_id
    WHERE b.project_id NOT IN (SELECT project_id FROM planned) GROUP BY b.project_id;
COMMENT ON MACRO TABLE curve_member IS 'One row a row of the library whose work counts under a plan of the year, and the row that has that plan: itself, or where it has none the nearest group above it that has one.';

CREATE MACRO planned_month(snapshot, of_year) AS TABLE
    WITH span AS (
        SELECT m.row_id AS project_id, min(r.first_on) AS first_on, max(r.last_on) AS last_on
        FROM curve_member(snapshot, of_year) m JOIN reported_span(snapshot, of_year) r USING (project_id)
        GROUP BY m.row_id)
    SELECT n.project_id, coalesce(g.amount, n.planned_amount)::DECIMAL(18,2) AS planned_amount, m.month_on,
           coalesce(m.month_on BETWEEN r.first_on AND r.last_on, FALSE) AS told
    FROM current_plan(snapshot) n
    LEFT JOIN group_now g ON g.snapshot_id = snapshot AND g.project_id = n.project_id AND g.is_current
         AND g.field = 'annual_plan' AND g.kind = n.year::VARCHAR AND g.source = '*'
    CROSS JOIN month_of(of_year) m LEFT JOIN span r ON r.project_id = n.project_id
    WHERE n.year = of_year AND n.planned_amount IS NOT NULL;
COMMENT ON MACRO TABLE planned_month IS 'One row a month and row with a plan of the year: its row amount; told while the reports of the year, its own or those of rows whose work counts under its plan, reach the month.';

CREATE MACRO curve_row(snapshot, of_year) AS TABLE
    WITH member AS MATERIALIZED (
        SELECT m.*, r.december_reported, b.start_year, m.project_id IN (SELECT g.group_id FROM below_row(snapshot) g) AS grouped
        FROM curve_member(snapshot, of_year) m
        LEFT JOIN reported_span(snapshot, of_year) r USING (project_id) LEFT JOIN started_in(snapshot) b USING (project_id)),
    stated AS (
        SELECT project_id, period_on, arg_max_null(work_done_amount, place) AS work_done
        FROM accepted_progress(snapshot)
        WHERE work_done_amount IS NOT NULL OR list_contains(cleared, 'work_done_amount') GROUP BY project_id, period_on),
    day AS (SELECT month_on AS day_on FROM month_of(of_year) UNION ALL SELECT make_date(of_year - 1, 12, 31)),
    done AS MATERIALIZED (
        SELECT m.project_id, d.day_on, a.work_done
        FROM (SELECT project_id FROM member WHERE NOT grouped) m CROSS JOIN day d
        ASOF JOIN stated a ON a.project_id = m.project_id AND a.period_on <= d.day_on
        UNION ALL
        SELECT g.project_id, g.day_on, g.amount FROM group_amount(snapshot, (SELECT list(day_on) FROM day)) g
        WHERE g.field = 'work_done' AND g.source = '*'),
    work AS (
        SELECT m.row_id, a.day_on,
               sum(this_year(a.work_done, d.work_done, m.december_reported, TRUE, m.start_year, of_year)) AS work_done
        FROM member m JOIN done a USING (project_id)
        LEFT JOIN done d ON d.project_id = m.project_id AND d.day_on = make_date(of_year - 1, 12, 31)
        GROUP BY m.row_id, a.day_on)
    SELECT p.project_id, p.month_on, (p.planned_amount * month(p.month_on) / 12)::DECIMAL(38,2) AS plan_amount, p.planned_amount,
           p.told, CASE WHEN p.told THEN w.work_done END AS work_done_amount
    FROM planned_month(snapshot, of_year) p LEFT JOIN work w ON w.row_id = p.project_id AND w.day_on = p.month_on;
COMMENT ON MACRO TABLE curve_row IS 'One row a month of the year and row with a plan: of its row amounts what is planned by 序时, and work done so far that year, with that of rows that have no plan but this group''s; no figure before the first report of the year or after the last.';

CREATE TABLE curve_now AS SELECT 0::BIGINT AS snapshot_id, 0::INTEGER AS year, * FROM curve_row(0, 2000) LIMIT 0;
COMMENT ON TABLE curve_now IS 'curve_row of a snapshot and year.';

CREATE MACRO curve_paid_row(snapshot, of_year) AS TABLE
    WITH member AS MATERIALIZED (
        SELECT m.*, r.december_reported, b.start_year, m.project_id IN (SELECT g.group_id FROM below_row(snapshot) g) AS grouped
        FROM curve_member(snapshot, of_year) m
        LEFT JOIN reported_span(snapshot, of_year) r USING (project_id) LEFT JOIN started_in(snapshot) b USING (project_id)),
    stated AS MATERIALIZED (FROM funding_at(snapshot) WHERE period_on <= make_date(of_year, 12, 31)),
    telling AS (SELECT project_id, source, period_on, paid FROM stated WHERE tells_paid),
    origin AS (
        SELECT a.project_id, a.source,
               bool_or(a.period_on < make_date(of_year, 1, 1)) OR any_value(f.source) IS NOT NULL AS named_by_december
        FROM stated a
        LEFT JOIN stated_funding(snapshot) f ON f.project_id = a.project_id AND f.source = a.source AND f.currency = 'CNY'
        GROUP BY a.project_id, a.source),
    day AS (SELECT month_on AS day_on FROM month_of(of_year) UNION ALL SELECT make_date(of_year - 1, 12, 31)),
    own AS MATERIALIZED (
        SELECT o.project_id, o.source, o.named_by_december, d.day_on, t.paid
        FROM (SELECT o.* FROM origin o SEMI JOIN member USING (project_id)) o CROSS JOIN day d
        ASOF JOIN telling t ON t.project_id = o.project_id AND t.source = o.source AND t.period_on <= d.day_on),
    cell AS (
        SELECT m.row_id, m.project_id, m.grouped, m.december_reported, a.source, a.day_on,
               this_year(a.paid, d.paid, m.december_reported, a.named_by_december, m.start_year, of_year) AS paid_amount
        FROM member m JOIN own a USING (project_id)
        LEFT JOIN own d ON d.project_id = m.project_id AND d.source = a.source AND d.day_on = make_date(of_year - 1, 12, 31)
        WHERE a.paid IS NOT NULL AND a.day_on >= make_date(of_year, 1, 1)),
    -- a group's: what it stated says whether the year's part is known, its row amounts say how much
    grouped AS (
        SELECT g.project_id, g.source, g.day_on, g.amount
        FROM group_amount(snapshot, (SELECT list(day_on) FROM day)) g
        WHERE g.field = 'paid' AND g.kind = 'CNY' AND g.source <> '*'),
    group_cell AS (
        SELECT c.row_id, c.project_id, g.source, c.day_on,
               CASE WHEN c.known THEN g.amount - CASE WHEN c.december_reported THEN coalesce(d.amount, 0) ELSE 0 END END AS paid_amount
        FROM (SELECT row_id, project_id, day_on, any_value(december_reported) AS december_reported,
                     count(*) = count(paid_amount) AS known
              FROM cell WHERE grouped GROUP BY ALL) c
        JOIN grouped g ON g.project_id = c.project_id AND g.day_on = c.day_on
        LEFT JOIN grouped d ON d.project_id = c.project_id AND d.source = g.source
             AND d.day_on = make_date(of_year - 1, 12, 31)),
    paid AS (
        -- of rows that have no plan what is known counts
        FROM (SELECT row_id, project_id, source, day_on, paid_amount FROM cell WHERE NOT grouped UNION ALL FROM group_cell)
        WHERE paid_amount IS NOT NULL OR project_id = row_id)
    SELECT p.project_id, c.source, p.month_on,
           CASE WHEN count(*) = count(c.paid_amount) THEN sum(c.paid_amount) END AS paid_amount
    FROM planned_month(snapshot, of_year) p JOIN paid c ON c.row_id = p.project_id AND c.day_on = p.month_on
    WHERE p.told GROUP BY p.project_id, c.source, p.month_on;
COMMENT ON MACRO TABLE curve_paid_row IS 'One row a month of the year, row with a plan and source that is paid from: of its row amounts, yuan paid so far that year, with what rows paid that have no plan but this group''s; unknown where last December''s is.';

CREATE TABLE curve_paid_now AS SELECT 0::BIGINT AS snapshot_id, 0::INTEGER AS year, * FROM curve_paid_row(0, 2000) LIMIT 0;
COMMENT ON TABLE curve_paid_now IS 'curve_paid_row of a snapshot and year.';
