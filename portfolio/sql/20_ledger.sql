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

CREATE MACRO threshold_in_force(as_of, newest_event) AS TABLE
    SELECT t.name, arg_max(t.value, (t.effective_on, e.at, t.event_id, t.position)) AS value, max(t.effective_on) AS effective_on
    FROM store.threshold t JOIN store.event e USING (event_id)
    WHERE t.effective_on <= as_of AND e.event_id <= newest_event GROUP BY t.name;
COMMENT ON MACRO TABLE threshold_in_force IS 'One row a rule: its number on the day asked about.';

CREATE MACRO rules_begin(newest_event) AS TABLE
    SELECT max(first_on) AS begins_on
    FROM (SELECT t.name, min(t.effective_on) AS first_on
          FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event GROUP BY t.name);
COMMENT ON MACRO TABLE rules_begin IS 'One row in all: the first day on which every rule has a number; NULL where no rule is known.';

CREATE MACRO rules(as_of, newest_event) AS TABLE
    SELECT max(value) FILTER (name = 'late_red_days') AS late_red_days,
           max(value) FILTER (name = 'warning_days') AS warning_days,
           max(value) FILTER (name = 'pacing_yellow_share')::DOUBLE AS pacing_yellow_share,
           max(value) FILTER (name = 'pacing_red_share')::DOUBLE AS pacing_red_share,
           max(value) FILTER (name = 'payment_floor_share') AS payment_floor_share,
           max(value) FILTER (name = 'payment_margin_share') AS payment_margin_share,
           max(value) FILTER (name = 'payment_low_share') AS payment_low_share,
           max(value) FILTER (name = 'idle_months')::INTEGER AS idle_months,
           max(value) FILTER (name = 'county_minimum_count')::INTEGER AS county_minimum_count,
           max(value) FILTER (name = 'report_close_days')::INTEGER AS report_close_days
    FROM threshold_in_force(as_of, newest_event);
COMMENT ON MACRO TABLE rules IS 'One row in all: every threshold in force as a column.';

CREATE MACRO period_due_on(period_on, report_close_days) AS (period_on::DATE + report_close_days::INTEGER);
COMMENT ON MACRO period_due_on IS 'The last day on which a report of the month is in time (填报截止日).';

CREATE MACRO calendar(as_of, newest_event) AS TABLE
    SELECT (date_trunc('month', as_of::DATE - report_close_days) - INTERVAL 1 DAY)::DATE AS last_closed_on,
           (as_of::DATE - to_months(idle_months))::DATE AS idle_since_on
    FROM rules(as_of, newest_event);
COMMENT ON MACRO TABLE calendar IS 'One row in all: the last month whose reports have closed (its day of closing is past), and the day a year of idleness began.';

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
