-- Frames of the day that 数据质量 rests on: what is known of a project, which months it reported, what public pages say.

CREATE MACRO field_row() AS TABLE
    WITH due AS (
        SELECT m.project_id, bool_or(m.milestone = 'start') AS start_due,
               bool_or(m.milestone = 'completion') AS completion_due
        FROM milestone_now m
        WHERE m.due_on IS NOT NULL GROUP BY m.project_id)
    SELECT c.project_id, l.project_code IS NOT NULL AS project_code_known, c.county_code <> '000000' AS county_known,
           c.owner_unit IS NOT NULL AS owner_unit_known,
           a.investment_amount IS NOT NULL AS investment_known, n.naming <> 'not_stated' AS funding_source_known,
           a.planned_funding_amount IS NOT NULL AS planned_funding_known, y.project_id IS NOT NULL AS annual_plan_known,
           coalesce(d.start_due, FALSE) AS start_due_known, coalesce(d.completion_due, FALSE) AS completion_due_known,
           c.stage IS NOT NULL AS stage_known, c.physical_share IS NOT NULL AS physical_known,
           a.work_done_amount IS NOT NULL AS work_done_known,
           a.received_amount IS NOT NULL AS received_known, a.paid_amount IS NOT NULL AS paid_known
    FROM project_now c JOIN read_row() l USING (project_id) JOIN naming_row() n USING (project_id)
    JOIN amount_now a ON a.project_id = c.project_id
    LEFT JOIN (FROM planned_row() WHERE own) y ON y.project_id = c.project_id
    LEFT JOIN due d ON d.project_id = c.project_id
    WHERE c.kind = 'project';
COMMENT ON MACRO TABLE field_row IS
    'One row a project (no service, no group): of each field whether it is known. Money, and this year''s plan, where '
    'the project itself knows it, whatever a group above it states; a source as in source_naming; a reported zero is '
    'known.';

CREATE TABLE field_now AS FROM field_row() LIMIT 0;
COMMENT ON TABLE field_now IS 'field_row of the day.';

CREATE MACRO monthly_row() AS TABLE
    WITH day AS (SELECT s.as_of, s.newest_event, s.last_closed_on FROM day_now s),
    month AS (
        SELECT last_day((d.last_closed_on - to_months(n::INTEGER))::DATE) AS month_on
        FROM day d
        CROSS JOIN range(24) t(n)),
    asked AS (
        SELECT m.month_on, period_due_on(m.month_on, r.report_close_days, r.january_closes) AS closes_on,
               least(d.as_of,
                     period_due_on(last_day(m.month_on + 1), r.report_close_days, r.january_closes)) AS asked_on,
               m.month_on = d.last_closed_on AS is_last, owed_month(m.month_on, r.january_closes) AS owed
        FROM month m CROSS JOIN day d CROSS JOIN rules((SELECT as_of FROM day), (SELECT newest_event FROM day)) r),
    entered AS (FROM entered_row()),
    ended AS (
        SELECT m.project_id, min(m.done_on) AS ended_on FROM milestone_now m
        WHERE m.done AND completes(m.milestone) GROUP BY m.project_id),
    stood AS (
        SELECT e.project_id, a.month_on, arg_max(e.change, (e.effective_on, e.event_id, e.position)) AS stage_then
        FROM change_row() e JOIN asked a ON e.effective_on <= a.asked_on GROUP BY e.project_id, a.month_on),
    sent AS (
        SELECT r.project_id, r.period_on AS month_on, min(e.at) AS submitted_at, min(r.accepted_at) AS accepted_at
        FROM accepted_report() r JOIN store.event e ON e.event_id = r.event_id
        GROUP BY r.project_id, r.period_on)
    SELECT c.project_id, a.month_on, a.closes_on, s.submitted_at, s.accepted_at,
           s.project_id IS NOT NULL AS reported,
           s.project_id IS NULL AND coalesce(c.last_period_on > a.month_on, FALSE) AS reported_later,
           coalesce(s.submitted_at::DATE > a.closes_on, FALSE) AS sent_late,
           a.owed AND (a.is_last OR n.entered_on <= a.asked_on) AND n.stands_on <= a.month_on
               AND must_report(c.kind,
                               CASE WHEN a.is_last THEN c.state WHEN only_decided(t.stage_then) THEN t.stage_then
                                            WHEN x.ended_on <= a.asked_on THEN 'completed' ELSE '' END) AS expected
    FROM project_now c CROSS JOIN asked a JOIN entered n USING (project_id) LEFT JOIN ended x USING (project_id)
    LEFT JOIN stood t ON t.project_id = c.project_id AND t.month_on = a.month_on
    LEFT JOIN sent s ON s.project_id = c.project_id AND s.month_on = a.month_on
    WHERE c.kind = 'project';
COMMENT ON MACRO TABLE monthly_row IS
    'One row a project and month, of the 24 months that end with the last closed one: was a report expected, did it '
    'come, was it first sent after the closing day (sent_late; how long the review took is not the owner''s). '
    'Expected is what coverage says, on the last day on which it still asked for that month (the next month''s '
    'closing day; for the last closed month the day asked about, with coverage''s own answer): a project that stood '
    'in the library on the month''s last day (and in one by the day until which it is asked, but for the last closed '
    'month), then neither completed, suspended nor withdrawn by today''s ledger. A January that is one with February '
    'is expected of nobody. Reported is a report of that very month; reported_later where only a later month came '
    '(未报（后月已报）).';

CREATE TABLE monthly_now AS FROM monthly_row() LIMIT 0;
COMMENT ON TABLE monthly_now IS 'monthly_row of the day.';

CREATE MACRO yuan_of(value, unit) AS
    (CASE WHEN unit LIKE '亿元%' THEN value::DECIMAL(38,2) * 100000000
          WHEN unit LIKE '万元%' THEN value::DECIMAL(38,2) * 10000 END)::DECIMAL(38,2);
COMMENT ON MACRO yuan_of IS 'A published amount in yuan; NULL where its unit is no amount of yuan.';

CREATE MACRO beside_row() AS TABLE
    WITH day AS (SELECT s.as_of, s.newest_event FROM day_now s),
    library AS MATERIALIZED (SELECT project_id, milestones, evidence, scale FROM read_row()),
    fact AS (
        SELECT l.project_id, l.v, l.scale, g.stated_on,
               CASE WHEN l.v.kind IN ('planned_investment', 'invested_to_date')
                    THEN yuan_of(l.v.value, l.v.unit) END AS public_amount
        FROM (SELECT project_id, scale, unnest(evidence) AS v FROM library) l
        JOIN public_page() g ON g.project_id = l.project_id AND g.evidence_no = l.v.evidence_no
        WHERE g.stated_on <= (SELECT as_of FROM day) OR g.stated_on IS NULL),
    dated AS (SELECT project_id, unnest(m) FROM (SELECT project_id, unnest(milestones) AS m FROM library)),
    dated_day AS (
        SELECT project_id, evidence_no, milestone, u.* FROM dated,
        LATERAL (SELECT unnest([{'side': 'due', 'told_on': due_on, 'told_precision': due_precision},
                                {'side': 'done', 'told_on': done_on, 'told_precision': done_precision}],
                               recursive := true)) u
        WHERE told_on IS NOT NULL),
    own AS (
        SELECT project_id, milestone, side, told_on, told_precision, 'plan' AS origin, DATE '1900-01-01' AS period_on
        FROM dated_day
        WHERE evidence_no IS NULL
        UNION ALL
        SELECT project_id, milestone, u.*, 'report', period_on FROM accepted_milestone(),
        LATERAL (SELECT unnest([{'side': 'due', 'told_on': due_on, 'told_precision': due_precision},
                                {'side': 'done', 'told_on': done_on, 'told_precision': done_precision}],
                               recursive := true)) u
        WHERE told_on IS NOT NULL),
    beside AS (
        SELECT project_id, milestone, side,
               unnest(arg_max({'library_on': told_on, 'library_precision': told_precision, 'library_origin': origin},
                              period_on))
        FROM own GROUP BY project_id, milestone, side)
    SELECT p.project_id, f.v.evidence_no AS evidence_no, f.v.kind AS fact_kind, f.v.label AS label, f.v.value AS value,
           f.v.unit AS unit,
           f.v.funding AS funding_stated, f.v.held_on AS held_on, f.v.precision AS held_precision,
           f.stated_on AS published_on, f.v.title AS title, f.v.url AS url,
           f.v.confidence AS confidence, f.v.note AS note, f.public_amount,
           CASE f.v.kind WHEN 'planned_investment' THEN p.investment_amount
                WHEN 'invested_to_date' THEN p.work_done_amount END AS library_amount,
           CASE WHEN f.v.kind = 'planned_investment' THEN p.investment_basis END AS library_basis,
           CASE WHEN f.v.kind = 'planned_investment'
                THEN f.public_amount - p.investment_amount END AS difference_amount,
           d.milestone, d.side, d.told_on AS public_on, d.told_precision AS public_precision, b.library_on,
           b.library_precision, b.library_origin,
           CASE WHEN d.told_precision = b.library_precision THEN d.told_on - b.library_on END AS difference_days,
           CASE WHEN f.v.kind LIKE 'units_%' THEN f.scale END AS library_scale
    FROM fact f JOIN project_now p ON p.project_id = f.project_id
    LEFT JOIN dated_day d ON d.project_id = f.project_id AND d.evidence_no = f.v.evidence_no
    LEFT JOIN beside b ON b.project_id = d.project_id AND b.milestone = d.milestone AND b.side = d.side;
COMMENT ON MACRO TABLE beside_row IS
    'One row a fact that a public page dated by then states of a project or group (one a milestone where it dates '
    'several), and beside it what the plan or the newest report says of the same: amount, day of the milestone, '
    'sizes. Differences are public less ours: of total investment, and of days where both are as exact; work done to '
    'two different days is not subtracted; nothing here says which is right.';

CREATE TABLE beside_now AS FROM beside_row() LIMIT 0;
COMMENT ON TABLE beside_now IS 'beside_row of the day.';
