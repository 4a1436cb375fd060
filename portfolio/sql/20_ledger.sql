-- What is known: decisions, thresholds, the library in force. Arguments, always in this order: as_of (the day asked
-- about), newest_event (the number of the newest event known: of two events of one moment, too, the second is not known
-- with the first).

CREATE MACRO accepted_submission(newest_event) AS TABLE
    SELECT submission_id, decided_at AS accepted_at, row_number() OVER (ORDER BY decided_at, submission_id) AS acceptance_no
    FROM (SELECT d.submission_id, arg_max(d.verdict, (e.at, e.event_id)) AS verdict, max(e.at) AS decided_at
          FROM store.decision d JOIN store.event e USING (event_id)
          WHERE e.event_id <= newest_event GROUP BY d.submission_id)
    WHERE verdict = 'accepted';
COMMENT ON MACRO TABLE accepted_submission IS 'One row a submission whose newest known decision accepts it; acceptance_no is its place in the order of acceptance, from 1.';

CREATE MACRO setting_in_force(newest_event) AS TABLE
    SELECT s.name, s.value FROM store.setting s JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY s.name ORDER BY s.event_id DESC, s.position DESC) = 1;
COMMENT ON MACRO TABLE setting_in_force IS 'One row a choice of the city (settings in codes/setting.csv) as it stands.';

CREATE MACRO setting_value(newest_event, asked) AS
    coalesce((SELECT s.value FROM setting_in_force(newest_event) s WHERE s.name = asked),
             (SELECT c.value FROM code_setting c WHERE c.code = asked));
COMMENT ON MACRO setting_value IS 'The city''s choice as it stands; until one is made, that of codes/setting.csv.';

CREATE MACRO threshold_told(newest_event) AS TABLE
    WITH told AS (
        SELECT t.name, t.value, t.effective_on, e.at, t.event_id, t.position
        FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event)
    FROM told
    UNION ALL
    SELECT c.code, c.value::DECIMAL(18,2), c.effective_on::DATE, (SELECT min(o.at) FROM told o), 0, 0 FROM code_threshold c
    WHERE c.code NOT IN (SELECT o.name FROM told o WHERE o.event_id = (SELECT min(f.event_id) FROM told f)) AND (SELECT count(*) FROM told) > 0;
COMMENT ON MACRO TABLE threshold_told IS 'One row a number that a rule was given; of a rule that came after the store''s own were first set, the codelist''s too, which any later one outranks.';

CREATE MACRO threshold_in_force(as_of, newest_event) AS TABLE
    WITH told AS (
        SELECT t.*, min(t.effective_on) OVER (PARTITION BY t.name) AS first_on FROM threshold_told(newest_event) t)
    SELECT name, arg_max(value, (effective_on, "at", event_id, position)) AS value, max(effective_on) AS effective_on
    FROM told WHERE effective_on <= greatest(as_of::DATE, first_on) GROUP BY name;
COMMENT ON MACRO TABLE threshold_in_force IS 'One row a rule: its number on the day asked about; before its first day, that of its first day.';

CREATE MACRO rules_begin(newest_event) AS TABLE
    SELECT min(t.effective_on) AS begins_on
    FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE rules_begin IS 'One row in all: the first day on which any rule has a number; NULL where no rule is known.';

CREATE MACRO rules(as_of, newest_event) AS TABLE
    SELECT max(value) FILTER (name = 'late_red_days') AS late_red_days,
           max(value) FILTER (name = 'warning_days') AS warning_days,
           max(value) FILTER (name = 'pacing_yellow_share')::DOUBLE AS pacing_yellow_share,
           max(value) FILTER (name = 'pacing_red_share')::DOUBLE AS pacing_red_share,
           max(value) FILTER (name = 'payment_floor_share') AS payment_floor_share,
           max(value) FILTER (name = 'payment_margin_share') AS payment_margin_share,
           max(value) FILTER (name = 'payment_low_share') AS payment_low_share,
           max(value) FILTER (name = 'unpaid_months')::INTEGER AS unpaid_months,
           max(value) FILTER (name = 'idle_months')::INTEGER AS idle_months,
           max(value) FILTER (name = 'county_minimum_count')::INTEGER AS county_minimum_count,
           max(value) FILTER (name = 'county_known_share') AS county_known_share,
           max(value) FILTER (name = 'report_close_days')::INTEGER AS report_close_days,
           setting_value(newest_event, 'january_with_february') = 'no' AS january_closes
    FROM threshold_in_force(as_of, newest_event);
COMMENT ON MACRO TABLE rules IS 'One row in all: every threshold in force as a column, and whether January is a month of its own.';

CREATE MACRO period_due_on(period_on, report_close_days, january_closes) AS
    (CASE WHEN month(period_on::DATE) = 1 AND NOT january_closes THEN last_day(period_on::DATE + 1) ELSE period_on::DATE END
     + report_close_days::INTEGER);
COMMENT ON MACRO period_due_on IS 'The last day on which a report of the month is in time (填报截止日); a January that is one with February has February''s.';

CREATE MACRO owed_month(period_on, january_closes) AS (month(period_on::DATE) <> 1 OR january_closes);
COMMENT ON MACRO owed_month IS 'Whether a report of the month is owed: not of a January that is one with February.';

CREATE MACRO closing(as_of, newest_event) AS TABLE
    SELECT CASE WHEN owed_month(ended_on, january_closes) THEN ended_on ELSE make_date(year(ended_on) - 1, 12, 31) END AS last_closed_on
    FROM (SELECT (date_trunc('month', as_of::DATE - report_close_days) - INTERVAL 1 DAY)::DATE AS ended_on, january_closes
          FROM rules(as_of, newest_event));
COMMENT ON MACRO TABLE closing IS 'One row in all: the last month whose reports have closed (its day of closing is past); a January that is one with February never closes by itself.';

CREATE MACRO edition_in_force(newest_event) AS TABLE
    SELECT d.*, e.at AS taken_at
    FROM store.edition d JOIN store.event e USING (event_id)
    WHERE e.event_id <= newest_event ORDER BY e.at DESC, e.event_id DESC LIMIT 1;
COMMENT ON MACRO TABLE edition_in_force IS 'At most one row: the newest edition known.';

CREATE MACRO edition_of(of_digest) AS TABLE SELECT event_id FROM store.edition WHERE digest = of_digest::VARCHAR;
COMMENT ON MACRO TABLE edition_of IS 'One row a time that the library of this digest was taken.';

CREATE MACRO library_row(newest_event) AS TABLE
    SELECT p.* FROM store.project p WHERE p.event_id = (SELECT event_id FROM edition_in_force(newest_event));
COMMENT ON MACRO TABLE library_row IS 'One row a project, service or group of the library in force.';

CREATE MACRO county_row(newest_event) AS TABLE
    SELECT c.* FROM store.county c WHERE c.event_id = (SELECT event_id FROM edition_in_force(newest_event));
COMMENT ON MACRO TABLE county_row IS 'One row a county of the library in force.';

CREATE MACRO entered_row(newest_event) AS TABLE
    SELECT p.project_id, min(e.at)::DATE AS entered_on FROM store.project p JOIN store.event e USING (event_id)
    WHERE e.event_id <= newest_event GROUP BY p.project_id;
COMMENT ON MACRO TABLE entered_row IS 'One row a project that any edition names: the day on which one first did.';

CREATE MACRO calendar(as_of, newest_event) AS TABLE
    WITH closed AS (SELECT c.last_closed_on, year(c.last_closed_on) AS closed_year FROM closing(as_of, newest_event) c),
    counting AS (FROM accepted_submission(newest_event)),
    planned AS (
        SELECT n.project_id FROM store.plan_entry n JOIN counting a ON a.submission_id = n.event_id
        WHERE n.year = (SELECT closed_year FROM closed) AND n.period_on <= as_of::DATE
          AND n.project_id IN (SELECT l.project_id FROM library_row(newest_event) l)
        GROUP BY n.project_id
        HAVING arg_max_null(n.planned_amount, (n.period_on, a.acceptance_no, n.position))
               FILTER (n.planned_amount IS NOT NULL OR list_contains(n.cleared, 'planned_amount')) IS NOT NULL),
    opened AS (
        SELECT r.period_on FROM store.report r JOIN counting a ON a.submission_id = r.event_id
        UNION ALL
        SELECT p.period_on FROM store.period p
        WHERE p.event_id <= newest_event AND p.state = 'reopened' AND p.unit_code IS NULL),
    issued AS (SELECT count(*) > 0 AS plan_issued FROM planned)
    SELECT last_closed_on, CASE WHEN plan_issued THEN closed_year ELSE closed_year - 1 END::INTEGER AS reviewed_year,
           CASE WHEN plan_issued THEN last_closed_on ELSE make_date(closed_year - 1, 12, 31) END AS reviewed_to_on, plan_issued,
           (SELECT min(o.period_on) FROM opened o WHERE o.period_on <= as_of::DATE) AS first_opened_on,
           (as_of::DATE - to_months(r.unpaid_months))::DATE AS unpaid_since_on,
           (as_of::DATE - to_months(r.idle_months))::DATE AS idle_since_on,
           make_date(year(as_of::DATE) - 2, 12, 31) AS two_years_since_on
    FROM closed CROSS JOIN issued CROSS JOIN rules(as_of, newest_event) r;
COMMENT ON MACRO TABLE calendar IS 'One row in all: the last closed month; the year under review, of which the figures of a year are (that of the last closed month once any project has a plan of it, until then the whole year before: plan_issued is false, 计划未下达) and its last month that counts; the first month ever opened for reports (one that an accepted report told of, or reopened for all); the day a year of idleness began.';
