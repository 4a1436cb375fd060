-- Reports on their way: what became of each, and which months may be reported. Arguments: as_of, newest_event.

CREATE MACRO verdict_of(decided_count, project_count, verdict_count, any_verdict) AS
    CASE WHEN coalesce(decided_count, 0) < project_count THEN 'pending' WHEN verdict_count = 1 THEN any_verdict
         ELSE 'partly' END;
COMMENT ON MACRO verdict_of IS
    'What became of projects together: pending while one of them waits, what all of them share, else partly.';

CREATE MACRO submission_state(newest_event) AS TABLE
    WITH decided AS (
        SELECT submission_id, bool_or(project_id IS NOT NULL) AS divided, count(*) AS decided_count,
               count(DISTINCT verdict) AS verdict_count, arg_max(verdict, decision_id) AS verdict,
               CASE WHEN count(DISTINCT reason) = 1 THEN any_value(reason) END AS reason,
               arg_max(decided_by, decision_id) AS decided_by, max(decided_at) AS decided_at,
               max(decision_id) AS decision_id
        FROM report_decision(newest_event) GROUP BY submission_id),
    size AS (
        SELECT r.event_id AS submission_id, count(DISTINCT r.project_id) AS project_count
        FROM store.report r SEMI JOIN (FROM decided WHERE divided) d ON d.submission_id = r.event_id
        GROUP BY r.event_id),
    sent AS (
        SELECT s.event_id AS submission_id, s.period_on, s.unit_code, s.file_name, s.file_sha256, s.on_behalf,
               e.actor AS sent_by, e.at AS sent_at, e.hash
        FROM store.submission s JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event)
    -- the day is `sent`'s own: the macro of the rules has an `e` of its own, and a name of that would be taken for it
    SELECT sent.*, CASE WHEN d.divided THEN verdict_of(d.decided_count, z.project_count, d.verdict_count, d.verdict)
                        ELSE coalesce(d.verdict, 'pending') END AS verdict,
           d.reason, d.decided_by, d.decided_at, d.decision_id, coalesce(d.divided, FALSE) AS divided,
           sent.sent_at::DATE > (SELECT period_due_on(sent.period_on, r.report_close_days, r.january_closes)
                                 FROM rules(sent.sent_at::DATE, newest_event) r) AS sent_late
    FROM sent LEFT JOIN decided d ON d.submission_id = sent.submission_id
    LEFT JOIN size z ON z.submission_id = sent.submission_id;
COMMENT ON MACRO TABLE submission_state IS
    'One row a report as sent, with the newest decision about it (pending where there is none; of one that was decided '
    'project by project, divided, what verdict_of says of all) and whether it came after its month had closed, by the '
    'rule of the day on which it came.';

CREATE MACRO report_part(newest_event) AS TABLE
    WITH decided AS MATERIALIZED (FROM report_decision(newest_event))
    SELECT r.event_id AS submission_id, r.project_id, r.period_on, coalesce(v.verdict, w.verdict, 'pending') AS verdict,
           coalesce(v.reason, w.reason) AS reason, coalesce(v.decided_by, w.decided_by) AS decided_by,
           coalesce(v.decided_at, w.decided_at) AS decided_at
    FROM store.report r
    LEFT JOIN decided v ON v.submission_id = r.event_id AND v.project_id = r.project_id
    LEFT JOIN (FROM decided WHERE project_id IS NULL) w ON w.submission_id = r.event_id
    WHERE r.event_id <= newest_event;
COMMENT ON MACRO TABLE report_part IS
    'One row a report and project that it is about: what became of its word on the project, and why.';

CREATE MACRO period_override(newest_event) AS TABLE
    SELECT p.period_on, p.unit_code, p.state, p.until_on, e.at AS changed_at, e.actor AS changed_by, e.why
    FROM store.period p JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY p.period_on, p.unit_code ORDER BY p.event_id DESC, p.position DESC) = 1;
COMMENT ON MACRO TABLE period_override IS
    'One row a month (and unit, NULL for all) whose opening or closing somebody changed, as it stands.';

CREATE MACRO period_row(as_of, newest_event) AS TABLE
    WITH due AS (
        SELECT last_day(m::DATE) AS period_on, r.report_close_days, r.january_closes
        FROM rules(as_of, newest_event) r,
             range(date_trunc('month', as_of::DATE) - INTERVAL 23 MONTH,
                   date_trunc('month', as_of::DATE) + INTERVAL 1 MONTH, INTERVAL 1 MONTH) t(m)),
    touched AS (SELECT period_on, report_close_days, january_closes FROM due UNION
                SELECT o.period_on, r.report_close_days, r.january_closes
                FROM period_override(newest_event) o
                CROSS JOIN rules(as_of, newest_event) r
                WHERE o.period_on <= last_day(as_of::DATE)),
    stated AS (
        SELECT t.*, period_due_on(t.period_on, t.report_close_days, t.january_closes) AS closes_on, o.state AS changed,
               o.until_on, o.changed_at, o.changed_by, o.why
               FROM touched t
               LEFT JOIN (FROM period_override(newest_event) WHERE unit_code IS NULL) o USING (period_on))
    SELECT period_on, closes_on,
           CASE WHEN changed = 'closed' THEN 'closed'
                WHEN changed = 'reopened' AND as_of::DATE <= until_on THEN 'reopened'
                WHEN as_of::DATE <= closes_on THEN 'open' ELSE 'closed' END AS state,
           until_on, changed_at, changed_by, why
    FROM stated;
COMMENT ON MACRO TABLE period_row IS
    'One row a month of the last two years, or one that somebody opened or closed: open until its day, closed, or '
    'reopened until a day, for all units.';

CREATE MACRO unit_period(as_of, newest_event, of_unit_code) AS TABLE
    SELECT p.period_on, p.closes_on,
           CASE WHEN is_open AND own.state = 'reopened' THEN 'reopened'
                WHEN is_open THEN CASE WHEN p.state = 'closed' THEN 'reopened' ELSE p.state END
                ELSE 'closed' END AS state,
           is_open, CASE WHEN own.state IS NOT NULL THEN own.until_on ELSE p.until_on END AS until_on,
           coalesce(own.why, p.why) AS why, as_of::DATE > p.closes_on AS is_late,
           as_of::DATE >= p.period_on AS has_ended
    FROM period_row(as_of, newest_event) p
    LEFT JOIN (FROM period_override(newest_event) WHERE unit_code = of_unit_code::VARCHAR) own USING (period_on),
    LATERAL (SELECT CASE WHEN own.state = 'reopened' AND as_of::DATE <= own.until_on THEN true
                         WHEN own.state = 'closed' THEN false
                         ELSE p.state <> 'closed' END AS is_open);
COMMENT ON MACRO TABLE unit_period IS
    'One row a month that has begun, as one unit finds it: open, reopened or closed, the unit''s own reopening before '
    'the one for all; until_on the last day of a reopening; is_late when what comes now is late, has_ended from the '
    'month''s last day, from which a report counts.';

CREATE MACRO period_open(as_of, newest_event, of_period_on, of_unit_code) AS TABLE
    SELECT is_open, closes_on FROM unit_period(as_of, newest_event, of_unit_code) WHERE period_on = of_period_on::DATE;
COMMENT ON MACRO TABLE period_open IS
    'At most one row: whether a unit may report a month on a day; no row for a month that has not begun.';

CREATE MACRO report_row(newest_event, scope) AS TABLE
    WITH seen AS (
        SELECT t.*, scope IS NULL OR list_contains(scope::VARCHAR[], p.county_code)
               OR list_contains(scope::VARCHAR[], t.project_id) AS seen
        FROM report_part(newest_event) t LEFT JOIN known_row(newest_event) p USING (project_id)),
    about AS (
        SELECT submission_id, count(DISTINCT project_id) AS project_count,
               count(DISTINCT project_id) FILTER (seen) AS seen_count,
               count(DISTINCT project_id) FILTER (seen AND verdict <> 'pending') AS decided_count,
               count(DISTINCT verdict) FILTER (seen) AS verdict_count, any_value(verdict) FILTER (seen) AS any_verdict
        FROM seen GROUP BY submission_id),
    warned AS (
        SELECT m.event_id AS submission_id, count(*) FILTER (m.kind = 'warning') AS warning_count,
               count(*) FILTER (m.kind = 'correction') AS correction_count
        FROM store.remark m
        GROUP BY m.event_id)
    SELECT s.* REPLACE (
               CASE WHEN s.divided THEN verdict_of(b.decided_count, b.seen_count, b.verdict_count, b.any_verdict)
                    ELSE s.verdict END AS verdict),
           b.project_count, b.seen_count, b.seen_count - b.decided_count AS waiting_count,
           coalesce(w.warning_count, 0) AS warning_count, coalesce(w.correction_count, 0) AS correction_count,
           u.name AS unit_name, u.county_code, coalesce(sender.name, s.sent_by) AS sent_by_name,
           coalesce(decider.name, s.decided_by) AS decided_by_name
    FROM submission_state(newest_event) s JOIN about b USING (submission_id) LEFT JOIN warned w USING (submission_id)
    LEFT JOIN unit_in_force(newest_event) u ON u.unit_code = s.unit_code
    LEFT JOIN account_in_force(newest_event) sender ON sender.login = s.sent_by
    LEFT JOIN account_in_force(newest_event) decider ON decider.login = s.decided_by
    WHERE b.seen_count > 0;
COMMENT ON MACRO TABLE report_row IS
    'One row a report of which the reader may see any project: who sent it when, what became of it (of one that was '
    'decided project by project, of what the reader sees), on how many projects (seen_count of them in the reader''s '
    'scope, waiting_count of these undecided) and with how many warnings and reasons of corrections.';
