-- The made-up nation. Variables: projects, counties, provinces, step, last_month. Months are numbers from January 2024.

CREATE MACRO chance(number, salt, whole) AS (hash(number * 101 + salt) % whole)::INTEGER;
COMMENT ON MACRO chance IS 'A number from 0 to whole less 1 that looks drawn by lot and is always the same.';
CREATE MACRO month_end(number) AS (last_day(make_date(2024 + (number::INTEGER // 12), 1 + (number::INTEGER % 12), 1)));
CREATE MACRO turn(county, number) AS ((county * getvariable('step') + number * 31) % getvariable('counties'));
CREATE MACRO code_of(county) AS (printf('%06d', (11 + county % getvariable('provinces')) * 10000 + county // getvariable('provinces') + 1));

CREATE TEMP TABLE made AS
    WITH drawn AS (
        SELECT i, (i % getvariable('counties'))::INTEGER AS county, (i // getvariable('counties'))::INTEGER AS seat, 8 + chance(i, 1, 18) AS first_month,
               chance(i, 2, 10) < 6 AS goes_on, 1 + (chance(i, 4, 10) < 7)::INTEGER AS source_count, (5 + chance(i, 5, 400)) * 1000000::BIGINT AS investment
        FROM range(getvariable('projects')) t(i))
    SELECT *, code_of(county) AS county_code, code_of(county) || '-' || printf('%05d', seat) AS project_id,
           CASE WHEN goes_on THEN getvariable('last_month') ELSE first_month + chance(i, 3, getvariable('last_month') - first_month + 1) END AS last_month,
           month_end(first_month) - 60 + chance(i, 6, 120) AS start_due_on, month_end(first_month) + 400 + chance(i, 7, 500) AS completion_due_on
    FROM drawn;

-- A submission a county and month; one in fifty is never accepted, one in forty is sent again a month later.
CREATE TEMP TABLE sent AS
    WITH counties AS (SELECT c::INTEGER AS county FROM range(getvariable('counties')) t(c)),
    months AS (SELECT m::INTEGER AS told_month FROM range(8, getvariable('last_month') + 1) t(m)),
    drawn AS (
        SELECT county, told_month, FALSE AS again, told_month AS sent_month, (county * 7 + told_month) % 50 <> 0 AS accepted FROM counties CROSS JOIN months
        UNION ALL
        SELECT county, told_month, TRUE, told_month + 1, TRUE FROM counties CROSS JOIN months
        WHERE (county * 11 + told_month) % 40 = 3 AND told_month < getvariable('last_month'))
    SELECT *, (3 + 4 * getvariable('counties') * sent_month + again::INTEGER * 2 * getvariable('counties') + 2 * turn(county, sent_month))::BIGINT AS event_id,
           month_end(sent_month)::TIMESTAMP + INTERVAL 5 DAY + to_seconds(10 * turn(county, sent_month) + again::INTEGER * 100000) AS sent_at
    FROM drawn;

INSERT INTO store.event
    SELECT event_id, 'report_submitted', 'county ' || county, sent_at, NULL, '', '', '' FROM sent
    UNION ALL
    SELECT event_id + 1, 'report_decided', 'reviewer', sent_at + INTERVAL 5 SECOND, NULL, '', '', '' FROM sent WHERE accepted
    ORDER BY 1;
INSERT INTO store.submission BY NAME
    SELECT event_id, 0 AS position, month_end(told_month) AS period_on, 'made-up.xlsx' AS file_name FROM sent ORDER BY event_id;
INSERT INTO store.decision BY NAME
    SELECT event_id + 1 AS event_id, 0 AS position, event_id AS submission_id, 'accepted' AS verdict
    FROM sent WHERE accepted ORDER BY sent.event_id;

INSERT INTO store.county
    SELECT 2, c, code_of(c), '虚构县' || c, 'Made-up county ' || c, '县' || c, 'county', TRUE, c, NULL, NULL, NULL FROM range(getvariable('counties')) t(c);
INSERT INTO store.project BY NAME
    SELECT 2 AS event_id, row_number() OVER (ORDER BY project_id) - 1 AS position, project_id, 'project' AS kind, '虚构项目' || i AS name, county_code, 1 AS box, 1 AS item,
           ['childcare', 'education', 'employment', 'health', 'culture_sport', 'housing', 'elderly_care', 'social_protection', 'public_safety'][1 + chance(i, 8, 9)] AS service_area,
           ['school', 'hospital', 'shelter', 'tourism', 'flood_control'][1 + chance(i, 9, 5)] AS category, 'unit ' || county AS owner_unit,
           investment AS planned_investment_amount, 'exact' AS planned_investment_qualifier, [] AS funding, [] AS scale,
           [{'milestone': 'start', 'label': '开工', 'due_on': start_due_on, 'due_precision': 'day', 'done_on': NULL, 'done_precision': NULL, 'evidence_no': NULL},
            {'milestone': 'completion', 'label': '完工', 'due_on': completion_due_on, 'due_precision': 'day', 'done_on': NULL, 'done_precision': NULL, 'evidence_no': NULL}] AS milestones,
           [] AS evidence, 'made up' AS stated_in, [] AS ancestor_ids
    FROM made ORDER BY project_id;

-- What each project tells in each submission that names it: month by month from its first to its last.
CREATE TEMP VIEW told AS
    SELECT m.*, s.told_month, s.told_month - m.first_month AS age, s.again, s.event_id, month_end(s.told_month) AS period_on
    FROM made m JOIN sent s ON s.county = m.county AND s.told_month BETWEEN m.first_month AND m.last_month;

INSERT INTO store.report (
    event_id, position, project_id, period_on)
    SELECT event_id, seat, project_id, period_on FROM told;
INSERT INTO store.progress_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, work_done_amount,
    physical_share, in_statistics_amount)
    SELECT event_id, seat, project_id, period_on, '进度', seat + 4, 'D', NULL,
           CASE WHEN chance(i, 100 + told_month, 15) > 0 THEN (investment * least(20, age + 1) // 20 * (60 + chance(i, 10, 60)) // 100 + again::INTEGER * 1000)::DECIMAL(18,2) END,
           CASE WHEN chance(i, 200 + told_month, 15) > 0 THEN least(1, (age + 1) / 22.0)::DECIMAL(5,4) END, NULL
    FROM told;
INSERT INTO store.funding_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, source, currency,
    planned_amount, allocated_amount, received_amount, paid_amount, plan_complete, word)
    SELECT event_id, 2 * seat + n, project_id, period_on, '资金', 2 * seat + n + 4, 'D', NULL, ['central_budget', 'special_bond', 'county', 'bank_loan', 'self_raised'][1 + (i + 2 * n) % 5], 'CNY',
           (investment // source_count)::DECIMAL(18,2), (investment // source_count * least(20, age + 2) // 20)::DECIMAL(18,2),
           CASE WHEN chance(i, 300 + 2 * told_month + n, 10) > 0 THEN (investment // source_count * least(20, age + 1) // 20 + again::INTEGER * 500)::DECIMAL(18,2) END,
           CASE WHEN chance(i, 400 + 2 * told_month + n, 12) > 0 THEN (investment // source_count * least(20, age + 1) // 20 * (50 + chance(i, 11, 50)) // 100)::DECIMAL(18,2) END,
           CASE WHEN age = 0 THEN TRUE END, NULL
    FROM told CROSS JOIN (SELECT unnest([0, 1]) AS n) WHERE n < source_count;
INSERT INTO store.status_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, stage)
    SELECT event_id, seat, project_id, period_on, '状态', seat + 4, 'D', NULL,
           CASE WHEN age = 0 THEN 'new_start' ELSE 'continuing' END
    FROM told WHERE age IN (0, 6);
INSERT INTO store.investment_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, amount, basis, document_number)
    SELECT event_id, seat, project_id, period_on, '投资', seat + 4, 'D', NULL, (investment // 20 * 21)::DECIMAL(18,2), 'feasibility', NULL
    FROM told WHERE age = 1 AND chance(i, 13, 3) = 0;
INSERT INTO store.plan_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, year, planned_amount, reason,
    year_forecast_amount)
    SELECT event_id, seat, project_id, period_on, '计划', seat + 4, 'D', NULL, year(period_on), (investment // 3 + again::INTEGER * 700)::DECIMAL(18,2), NULL, NULL
    FROM told WHERE age = 0 OR told_month % 12 = 0;
INSERT INTO store.obstacle_entry (
    event_id, position, project_id, period_on, sheet, row_number, cell, cleared, obstacle, reason, what, remedy,
    responsible, due_on, cleared_on)
    SELECT event_id, seat, project_id, period_on, '问题', seat + 4, 'D', NULL, 'A', ['land', 'funding', 'approval'][1 + chance(i, 14, 3)], '虚构', NULL, '某人', NULL, NULL
    FROM told WHERE age = 2 AND chance(i, 15, 4) = 0;
INSERT INTO store.milestone_entry BY NAME
    WITH stated AS (
        SELECT t.*, unnest([
            {'line': 0, 'milestone': 'start', 'due': NULL::DATE, 'forecast': NULL::DATE, 'done': CASE WHEN age = 1 AND chance(i, 16, 10) < 8 THEN period_on - 9 END, 'approved': FALSE},
            {'line': 1, 'milestone': 'completion', 'due': CASE WHEN age = 3 AND chance(i, 17, 10) < 2 THEN completion_due_on + 120 WHEN age % 6 = 4 AND chance(i, 17, 10) > 2 THEN completion_due_on END,
             'forecast': CASE WHEN age = 2 AND chance(i, 18, 5) = 0 THEN completion_due_on + 90 END,
             'done': CASE WHEN told_month = last_month AND NOT goes_on AND chance(i, 19, 2) = 0 AND NOT again THEN period_on - 3 END, 'approved': age = 3 AND chance(i, 17, 10) = 0}],
            recursive := true)
        FROM told t)
    SELECT event_id, 2 * seat + line AS position, project_id, period_on, '节点' AS sheet, 2 * seat + line + 4 AS row_number, 'D' AS cell, milestone, due AS due_on,
           CASE WHEN due IS NOT NULL THEN 'day' END AS due_precision, forecast AS forecast_on, done AS done_on, CASE WHEN done IS NOT NULL THEN 'day' END AS done_precision,
           CASE WHEN approved THEN '批准' END AS approval, CASE WHEN approved THEN period_on END AS approved_on, FALSE AS correction
    FROM stated WHERE due IS NOT NULL OR forecast IS NOT NULL OR done IS NOT NULL;
