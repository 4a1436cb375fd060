-- Reports on their way: what became of each, and which months may be reported. Arguments: as_of, newest_event.

CREATE MACRO submission_state(newest_event) AS TABLE
    WITH decided AS (
        SELECT d.submission_id, arg_max(d.verdict, (e.at, e.event_id)) AS verdict, arg_max_null(d.reason, (e.at, e.event_id)) AS reason,
               arg_max(e.actor, (e.at, e.event_id)) AS decided_by, max(e.at) AS decided_at, max(d.event_id) AS decision_id
        FROM store.decision d JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event GROUP BY d.submission_id),
    sent AS (
        SELECT s.event_id AS submission_id, s.period_on, s.unit_code, s.file_name, s.file_sha256,
               e.actor AS sent_by, e.at AS sent_at, e.hash
        FROM store.submission s JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event)
    -- the day is `sent`'s own: the macro of the rules has an `e` of its own, and a name of that would be taken for it
    SELECT sent.*, coalesce(d.verdict, 'pending') AS verdict, d.reason, d.decided_by, d.decided_at, d.decision_id,
           sent.sent_at::DATE > (SELECT period_due_on(sent.period_on, r.report_close_days, r.january_closes)
                                 FROM rules(sent.sent_at::DATE, newest_event) r) AS sent_late
    FROM sent LEFT JOIN decided d ON d.submission_id = sent.submission_id;
COMMENT ON MACRO TABLE submission_state IS 'One row a report as sent, with the newest decision about it (pending where there is none) and whether it came after its month had closed, by the rule of the day on which it came.';

CREATE MACRO period_override(newest_event) AS TABLE
    SELECT p.period_on, p.unit_code, p.state, p.until_on, e.at AS changed_at, e.actor AS changed_by, e.why
    FROM store.period p JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY p.period_on, p.unit_code ORDER BY p.event_id DESC, p.position DESC) = 1;
COMMENT ON MACRO TABLE period_override IS 'One row a month (and unit, NULL for all) whose opening or closing somebody changed, as it stands.';

CREATE MACRO period_row(as_of, newest_event) AS TABLE
    WITH due AS (
        SELECT last_day(m::DATE) AS period_on, r.report_close_days, r.january_closes
        FROM rules(as_of, newest_event) r,
             range(date_trunc('month', as_of::DATE) - INTERVAL 23 MONTH, date_trunc('month', as_of::DATE) + INTERVAL 1 MONTH, INTERVAL 1 MONTH) t(m)),
    touched AS (SELECT period_on, report_close_days, january_closes FROM due UNION
                SELECT o.period_on, r.report_close_days, r.january_closes FROM period_override(newest_event) o CROSS JOIN rules(as_of, newest_event) r WHERE o.period_on <= last_day(as_of::DATE)),
    stated AS (SELECT t.*, period_due_on(t.period_on, t.report_close_days, t.january_closes) AS closes_on, o.state AS changed, o.until_on, o.changed_at, o.changed_by, o.why
               FROM touched t LEFT JOIN (FROM period_override(newest_event) WHERE unit_code IS NULL) o USING (period_on))
    SELECT period_on, closes_on,
           CASE WHEN changed = 'closed' THEN 'closed' WHEN changed = 'reopened' AND as_of::DATE <= until_on THEN 'reopened'
                WHEN as_of::DATE <= closes_on THEN 'open' ELSE 'closed' END AS state,
           until_on, changed_at, changed_by, why
    FROM stated;
COMMENT ON MACRO TABLE period_row IS 'One row a month of the last two years, or one that somebody opened or closed: open until its day, closed, or reopened until a day, for all units.';

CREATE MACRO unit_period(as_of, newest_event, of_unit_code) AS TABLE
    SELECT p.period_on, p.closes_on, CASE WHEN is_open AND own.state = 'reopened' THEN 'reopened' WHEN is_open THEN CASE WHEN p.state = 'closed' THEN 'reopened' ELSE p.state END ELSE 'closed' END AS state,
           is_open, CASE WHEN own.state IS NOT NULL THEN own.until_on ELSE p.until_on END AS until_on, coalesce(own.why, p.why) AS why, as_of::DATE > p.closes_on AS is_late, as_of::DATE >= p.period_on AS has_ended
    FROM period_row(as_of, newest_event) p
    LEFT JOIN (FROM period_override(newest_event) WHERE unit_code = of_unit_code::VARCHAR) own USING (period_on),
    LATERAL (SELECT CASE WHEN own.state = 'reopened' AND as_of::DATE <= own.until_on THEN true WHEN own.state = 'closed' THEN false ELSE p.state <> 'closed' END AS is_open);
COMMENT ON MACRO TABLE unit_period IS 'One row a month that has begun, as one unit finds it: open, reopened or closed, the unit''s own reopening before the one for all; until_on the last day of a reopening; is_late when what comes now is late, has_ended from the month''s last day, from which a report counts.';

CREATE MACRO period_open(as_of, newest_event, of_period_on, of_unit_code) AS TABLE
    SELECT is_open, closes_on FROM unit_period(as_of, newest_event, of_unit_code) WHERE period_on = of_period_on::DATE;
COMMENT ON MACRO TABLE period_open IS 'At most one row: whether a unit may report a month on a day; no row for a month that has not begun.';

CREATE MACRO report_row(newest_event, scope) AS TABLE
    WITH about AS (
        SELECT r.event_id AS submission_id, count(DISTINCT r.project_id) AS project_count,
               count(DISTINCT r.project_id) FILTER (scope IS NULL OR list_contains(scope::VARCHAR[], p.county_code) OR list_contains(scope::VARCHAR[], r.project_id)) AS seen_count
        FROM store.report r LEFT JOIN known_row(newest_event) p USING (project_id) GROUP BY r.event_id),
    warned AS (SELECT m.event_id AS submission_id, count(*) FILTER (m.kind = 'warning') AS warning_count, count(*) FILTER (m.kind = 'correction') AS correction_count FROM store.remark m GROUP BY m.event_id)
    SELECT s.*, b.project_count, b.seen_count, coalesce(w.warning_count, 0) AS warning_count, coalesce(w.correction_count, 0) AS correction_count,
           u.name AS unit_name, u.county_code, coalesce(sender.name, s.sent_by) AS sent_by_name, coalesce(decider.name, s.decided_by) AS decided_by_name
    FROM submission_state(newest_event) s JOIN about b USING (submission_id) LEFT JOIN warned w USING (submission_id)
    LEFT JOIN unit_in_force(newest_event) u ON u.unit_code = s.unit_code
    LEFT JOIN account_in_force(newest_event) sender ON sender.login = s.sent_by LEFT JOIN account_in_force(newest_event) decider ON decider.login = s.decided_by
    WHERE b.seen_count > 0;
COMMENT ON MACRO TABLE report_row IS 'One row a report of which the reader may see any project: who sent it when, what became of it, on how many projects (seen_count of them in the reader''s scope) and with how many warnings and reasons of corrections.';
